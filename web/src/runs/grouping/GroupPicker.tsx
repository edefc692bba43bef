import { fewOf } from "@/format/list";
import { fieldLabel } from "@/project/fields";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import { ColumnList } from "../ColumnPicker";
import type { TableColumn } from "../columns";
import { FIGURES } from "./figures";
import styles from "./GroupPicker.module.css";
import { type Grouping, MAX_LEVELS } from "./view";

/** So many fields are named on the button, which stands in one line with others. */
const MOST_NAMED = 3;

interface Props {
  columns: readonly TableColumn[];
  grouping: Grouping;
}

/** By which fields the table groups runs, in which order, and which figure it shows of their numbers. */
export function GroupPicker({ columns, grouping }: Props) {
  const { by, figure, setBy, setFigure, toggleBy } = grouping;
  const full = by.length >= MAX_LEVELS;
  return (
    <Popover
      label="Group runs"
      command="Group runs by fields"
      trigger={
        <Button
          icon="group"
          aria-pressed={by.length > 0}
          title={by.length > 0 ? by.map(fieldLabel).join(", ") : undefined}
        >
          <span className={styles.named}>
            {by.length > 0 ? `Grouped by ${fewOf(by.map(fieldLabel), MOST_NAMED)}` : "Group"}
          </span>
        </Button>
      }
    >
      <div className={styles.picker}>
        {by.length > 0 && (
          <ol className={styles.levels} aria-label="Grouped by">
            {by.map((field, place) => (
              <li key={field} className={styles.level}>
                <span className={styles.place}>{place + 1}</span>
                <span className={styles.field}>{fieldLabel(field)}</span>
                <IconButton
                  icon="arrowUp"
                  small
                  label={`${fieldLabel(field)} before`}
                  disabled={place === 0}
                  onClick={() => setBy(by.toSpliced(place, 1).toSpliced(place - 1, 0, field))}
                />
                <IconButton
                  icon="close"
                  small
                  label={`Do not group by ${fieldLabel(field)}`}
                  onClick={() => toggleBy(field)}
                />
              </li>
            ))}
          </ol>
        )}
        {full ? (
          <p className={styles.full}>Runs are grouped by {MAX_LEVELS} fields at most.</p>
        ) : (
          <ColumnList
            label="Search fields (regex)"
            columns={columns}
            picked={new Set(by)}
            multiple
            onPick={toggleBy}
          />
        )}
        {by.length > 0 && (
          <Segmented label="Shown of numbers" value={figure} options={FIGURES} onChange={setFigure} />
        )}
      </div>
    </Popover>
  );
}
