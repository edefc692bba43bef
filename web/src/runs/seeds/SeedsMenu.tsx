import { useMemo } from "react";
import { plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { ColumnList } from "../ColumnPicker";
import type { TableColumn } from "../columns";
import { isSeed } from "./keys";
import styles from "./Seeds.module.css";
import type { Seeds } from "./useSeeds";

/** Takes runs that differ in their seeds alone for one experiment, and says which settings count as seeds. */
export function SeedsMenu({ seeds, columns }: { seeds: Seeds; columns: readonly TableColumn[] }) {
  const { on, keys, by, more, toggle, setKeys } = seeds;
  const picked = useMemo(() => new Set(keys.map((key) => `config.${key}`)), [keys]);
  const pick = (field: string) => {
    const key = field.slice("config.".length);
    setKeys(keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key]);
  };
  return (
    <Popover
      label="Seeds"
      command="Choose which settings are seeds"
      trigger={
        <Button icon="seeds" aria-pressed={on}>
          Seeds
        </Button>
      }
    >
      <div className={styles.menu}>
        <Button icon="check" aria-pressed={on} onClick={toggle}>
          Seeds are one experiment
        </Button>
        {on && by.length > 0 && (
          <p className={styles.note}>
            Experiments differ in {by.map(fieldLabel).join(", ")}.
            {more > 0 && ` ${plural(more, "more setting")} that vary are passed over.`}
          </p>
        )}
        <p className={styles.title}>Settings that do not matter</p>
        <p className={styles.note}>
          Runs that differ in these alone are one experiment: seeds, paths, times.
        </p>
        <Settings columns={columns} picked={picked} onPick={pick} />
        <Button onClick={() => setKeys(null)}>As they are called</Button>
      </div>
    </Popover>
  );
}

interface SettingsProps {
  columns: readonly TableColumn[];
  picked: ReadonlySet<string>;
  onPick(field: string): void;
}

/** All settings, those that are called as seeds are first. */
function Settings({ columns, ...rest }: SettingsProps) {
  const settings = useMemo(
    () =>
      columns
        .filter(({ source }) => source === "config")
        .toSorted((a, b) => Number(isSeed(b.label)) - Number(isSeed(a.label))),
    [columns],
  );
  return <ColumnList label="Search settings (regex)" columns={settings} multiple {...rest} />;
}
