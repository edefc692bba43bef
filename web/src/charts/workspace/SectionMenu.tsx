import { useActions } from "./actions";
import type { GatheringRule } from "./arrange";
import { MenuItem } from "./MenuItem";
import styles from "./PanelMenu.module.css";

interface Props {
  name: string;
  rule: GatheringRule;
  onDone(): void;
}

/** What can be done with a section that gathers metrics. */
export default function SectionMenu({ name, rule, onDone }: Props) {
  const actions = useActions();
  const then = (action: () => void) => () => {
    onDone();
    action();
  };
  return (
    <div className={styles.menu}>
      <MenuItem
        icon="pencil"
        text="Change name or rule…"
        onClick={then(() => actions.describeSection(name))}
      />
      <div className={styles.row} role="group" aria-label="Place">
        <MenuItem
          icon="arrowUp"
          text="Move up"
          disabled={rule.isFirst}
          onClick={then(() => actions.shiftSection(name, -1))}
        />
        <MenuItem
          icon="arrowDown"
          text="Move down"
          disabled={rule.isLast}
          onClick={then(() => actions.shiftSection(name, 1))}
        />
      </div>
      <hr className={styles.line} />
      <MenuItem icon="close" text="Remove" onClick={then(() => actions.removeSection(name))} />
    </div>
  );
}
