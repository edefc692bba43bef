import { lazy } from "react";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import type { GatheringRule } from "./arrange";
import { LazyPopover } from "./LazyPopover";
import styles from "./Sections.module.css";

const SectionMenu = lazy(() => import("./SectionMenu"));
const SectionForm = lazy(() => import("./SectionForm"));

interface Props {
  name: string;
  count: number;
  open: boolean;
  rule: GatheringRule | null;
  /** Said beside the name. */
  note: string;
  /** The section has settings of its own. */
  isSet: boolean;
  onToggle(): void;
}

export function SectionHead({ name, count, open, rule, note, isSet, onToggle }: Props) {
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
          <Icon name={open ? "chevronDown" : "chevronRight"} size={14} />
          <span className={styles.name}>{name}</span>
          <span className={styles.count}>{formatCount(count)}</span>
          {rule !== null && (
            <code className={styles.rule} title={`All metrics that match ${rule.pattern}`}>
              {rule.pattern}
            </code>
          )}
          {open && note !== "" && <span className={styles.note}>{note}</span>}
        </button>
      </h2>
      {open && (
        <LazyPopover
          label={`Settings of the section ${name}`}
          trigger={
            <IconButton
              small
              icon="settings"
              label={`Settings of the section ${name}`}
              aria-pressed={isSet}
              className={isSet ? "" : styles.quiet}
            />
          }
        >
          {() => <SectionForm name={name} />}
        </LazyPopover>
      )}
      {rule !== null && (
        <LazyPopover
          label={`Menu of the section ${name}`}
          trigger={
            <IconButton small icon="more" label={`Menu of the section ${name}`} className={styles.quiet} />
          }
        >
          {(close) => <SectionMenu name={name} rule={rule} onDone={close} />}
        </LazyPopover>
      )}
    </div>
  );
}
