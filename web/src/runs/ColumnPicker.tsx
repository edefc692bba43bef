import { type ComponentProps, useMemo } from "react";
import { formatCount } from "@/format/number";
import { Button } from "@/ui/Button";
import { PickList } from "@/ui/PickList";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import styles from "./ColumnPicker.module.css";
import type { TableColumn } from "./columns";
import { DENSITIES, type Density, useDensity } from "./density";
import type { TableColumns } from "./useTableColumns";

interface ListProps extends Omit<ComponentProps<typeof PickList>, "options"> {
  columns: readonly TableColumn[];
}

/** Columns as a list to pick from: where each comes from, and how many runs have it. Made when it is shown: there may be very many. */
export function ColumnList({ columns, ...rest }: ListProps) {
  const options = useMemo(
    () =>
      columns.map(({ key, label, source, runs }) => ({
        value: key,
        label,
        kind: source === "run" ? "" : runs === undefined ? source : `${source} · ${formatCount(runs)}`,
      })),
    [columns],
  );
  return <PickList options={options} {...rest} />;
}

export function ColumnPicker({ columns }: { columns: TableColumns }) {
  const { all, shown, chosen, choose, toggle } = columns;
  const { density, choose: chooseDensity } = useDensity();
  const picked = useMemo(() => new Set(shown.map(({ key }) => key)), [shown]);
  return (
    <Popover label="Columns" command="Choose columns" trigger={<Button icon="columns">Columns</Button>}>
      <ColumnList
        label="Search columns (regex)"
        columns={all}
        picked={picked}
        multiple
        onPick={toggle}
        many={(found) => {
          const keys = found.map(({ value }) => value);
          const missing = keys.filter((key) => !picked.has(key));
          const present = keys.filter((key) => picked.has(key));
          return (
            <div className={styles.many}>
              <Button disabled={missing.length === 0} onClick={() => choose([...picked, ...missing])}>
                Show{" "}
                {missing.length === keys.length
                  ? `these ${formatCount(keys.length)}`
                  : `${formatCount(missing.length)} more`}
              </Button>
              <Button
                disabled={present.length === 0}
                onClick={() => choose([...picked].filter((key) => !present.includes(key)))}
              >
                Hide {formatCount(present.length)}
              </Button>
            </div>
          );
        }}
      />
      <div className={styles.foot}>
        <Segmented<Density>
          label="Height of rows"
          value={density}
          options={DENSITIES}
          onChange={chooseDensity}
        />
        <Button disabled={!chosen} onClick={() => choose(null)}>
          Default columns
        </Button>
      </div>
    </Popover>
  );
}
