import { useMemo } from "react";
import { Button } from "@/ui/Button";
import { PickList } from "@/ui/PickList";
import { Popover } from "@/ui/Popover";
import styles from "./ColumnPicker.module.css";
import type { TableColumn } from "./columns";

interface Props {
  all: readonly TableColumn[];
  shown: readonly string[];
  /** The reader has chosen columns; otherwise the defaults are shown. */
  chosen: boolean;
  onChange(columns: string[] | null): void;
}

export function ColumnPicker({ all, shown, chosen, onChange }: Props) {
  const options = useMemo(
    () => all.map(({ key, label, source }) => ({ value: key, label, kind: source === "run" ? "" : source })),
    [all],
  );
  const picked = useMemo(() => new Set(shown), [shown]);
  const toggle = (key: string) =>
    onChange(picked.has(key) ? shown.filter((each) => each !== key) : [...shown, key]);
  return (
    <Popover label="Columns" trigger={<Button icon="columns">Columns</Button>}>
      <PickList label="Search columns (regex)" options={options} picked={picked} multiple onPick={toggle} />
      <div className={styles.foot}>
        <Button disabled={!chosen} onClick={() => onChange(null)}>
          Default columns
        </Button>
      </div>
    </Popover>
  );
}
