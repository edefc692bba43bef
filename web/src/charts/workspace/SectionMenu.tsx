import { useActions } from "./actions";
import { MenuItem } from "./MenuItem";
import styles from "./PanelMenu.module.css";

interface Props {
  name: string;
  onDone(): void;
}

/** What can be done with a section that gathers metrics. */
export default function SectionMenu({ name, onDone }: Props) {
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
        <MenuItem icon="arrowUp" text="Move up" onClick={then(() => actions.shiftSection(name, -1))} />
        <MenuItem icon="arrowDown" text="Move down" onClick={then(() => actions.shiftSection(name, 1))} />
      </div>
      <hr className={styles.line} />
      <MenuItem icon="close" text="Remove" onClick={then(() => actions.removeSection(name))} />
    </div>
  );
}
