import { formatCount } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { anchorOfElement } from "../editing/editing";
import { fieldText } from "../fieldText";
import type { GroupMark } from "../picks/groupPicks";
import { PickBox } from "../picks/PickBox";
import type { GroupEntry } from "../rows";
import seeds from "../seeds/Seeds.module.css";
import { type RowPlace, TableRowFrame } from "../TableRowFrame";
import { aggregated, type Figure, spreadText, spreadTitle } from "./figures";
import styles from "./GroupRow.module.css";
import { groupTexts } from "./groupList";
import { StateCounts } from "./StateCounts";

interface Props extends RowPlace {
  entry: GroupEntry;
  figure: Figure;
  picked: GroupMark;
  onPick(entry: GroupEntry): void;
  /** Opens what can be done with the runs of the group. */
  onMenu(entry: GroupEntry, anchor: () => DOMRect): void;
  onToggle(id: string): void;
  onOnly(filter: string): void;
  /** The field by which the group is within noise of the best one, if it is. */
  noiseIn: string | null;
}

/** A group of runs: what they share, how many they are, and how their numbers spread. */
export function GroupRow({
  entry,
  figure,
  picked,
  onPick,
  onMenu,
  onToggle,
  onOnly,
  noiseIn,
  ...where
}: Props) {
  const { group, id, level, by, values, open, filter } = entry;
  const texts = groupTexts(by, group);
  const label = by.map((field, place) => `${fieldLabel(field)} ${texts[place]}`).join(", ");
  return (
    <TableRowFrame
      {...where}
      level={level}
      expanded={open}
      aria-selected={picked === "all"}
      onContextMenu={(event) => {
        event.preventDefault();
        const at = new DOMRect(event.clientX, event.clientY, 0, 0);
        onMenu(entry, () => at);
      }}
      className={styles.group}
      data-group={id}
      name={
        <>
          <PickBox
            name={`all runs with ${label}`}
            picked={picked === "some" ? "some" : picked === "all"}
            onPick={() => onPick(entry)}
          />
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            title={label}
            onClick={() => onToggle(id)}
          >
            <Icon name={open ? "chevronDown" : "chevronRight"} size={14} />
            <span className={styles.values}>
              {texts.map((text, place) => (
                <span key={by[place]} className={styles.value}>
                  {text}
                </span>
              ))}
            </span>
            <span className={styles.count} data-number="">
              {formatCount(group.runs)}
              <span className="visually-hidden"> {group.runs === 1 ? "run" : "runs"}</span>
            </span>
          </button>
          <IconButton
            icon="filter"
            small
            className={styles.only}
            label={`Only ${label}`}
            onClick={() => onOnly(filter)}
          />
          <IconButton
            icon="more"
            small
            className={styles.only}
            label={`Actions for ${label}`}
            aria-haspopup="menu"
            onClick={(event) => onMenu(entry, anchorOfElement(event.currentTarget))}
          />
        </>
      }
      cell={(column) => {
        const shared = values.get(column.key);
        if (shared !== undefined) return fieldText(column.key, shared);
        if (column.key === "state") return <StateCounts states={group.states} />;
        if (aggregated([column]).length === 0) return null;
        const spread = group.aggregates[column.key];
        return (
          <span title={spreadTitle(column.key, spread)}>
            {noiseIn === column.key && (
              <span className={seeds.noise} title="Within noise of the best">
                ≈<span className="visually-hidden"> within noise of the best: </span>
              </span>
            )}
            {spreadText(column.key, spread, figure)}
            {figure === "sure" && spread !== undefined && spread.count > 0 && (
              <span className={seeds.n}>n {spread.count}</span>
            )}
          </span>
        );
      }}
    />
  );
}
