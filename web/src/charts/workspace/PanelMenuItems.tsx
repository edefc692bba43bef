import { copyText } from "@/ui/clipboard";
import { Icon } from "@/ui/Icon";
import type { PanelReport } from "../panels/kind";
import { useActions } from "./actions";
import type { Panel } from "./arrange";
import { linkToPanel } from "./linkToPanel";
import { MenuItem } from "./MenuItem";
import styles from "./PanelMenu.module.css";
import { panelFiles } from "./savePanel";
import { MAX_COLUMNS, MAX_ROWS } from "./state";

interface Props {
  panel: Panel;
  full: boolean;
  title: string;
  report: PanelReport | null;
  onDone(): void;
}

/** What can be done with a panel: its place and size, copies and files of it. */
export default function PanelMenuItems({ panel, full, title, report, onDone }: Props) {
  const actions = useActions();
  const { columns, rows } = panel;
  const size = (dx: number, dy: number) => actions.resize(panel, columns + dx, rows + dy);
  const then = (action: () => unknown) => () => {
    onDone();
    void action();
  };
  const links = report?.links() ?? [];
  return (
    <div className={styles.menu}>
      {!full && !actions.settled && (
        <>
          <div className={styles.row} role="group" aria-label="Place">
            <MenuItem icon="chevronLeft" text="Move left" onClick={then(() => actions.nudge(panel, -1))} />
            <MenuItem icon="chevronRight" text="Move right" onClick={then(() => actions.nudge(panel, 1))} />
          </div>
          <div className={styles.row} role="group" aria-label="Size">
            <MenuItem icon="plus" text="Wider" disabled={columns >= MAX_COLUMNS} onClick={() => size(1, 0)} />
            <MenuItem icon="minus" text="Narrower" disabled={columns <= 1} onClick={() => size(-1, 0)} />
            <MenuItem icon="plus" text="Taller" disabled={rows >= MAX_ROWS} onClick={() => size(0, 1)} />
            <MenuItem icon="minus" text="Lower" disabled={rows <= 1} onClick={() => size(0, -1)} />
          </div>
          <hr className={styles.line} />
        </>
      )}
      {!actions.settled && (
        <MenuItem icon="copy" text="Duplicate" onClick={then(() => actions.duplicate(panel))} />
      )}
      {actions.toReport && (
        <MenuItem icon="note" text="Add to a report" onClick={then(() => actions.toReport?.(panel))} />
      )}
      {report?.comment && (
        <MenuItem icon="comment" text="Comment at a place" onClick={then(report.comment)} />
      )}
      {report?.marks && (
        <MenuItem
          icon="comment"
          text={report.marks.on ? "Hide comment marks" : "Show comment marks"}
          onClick={then(report.marks.turn)}
        />
      )}
      <MenuItem
        icon="link"
        text="Copy link to this panel"
        onClick={then(() => void copyText(linkToPanel(panel.id)))}
      />
      {(report ? panelFiles(title, report) : []).map(({ name, save }) => (
        <MenuItem key={name} icon="download" text={name} onClick={then(save)} />
      ))}
      {links.length > 0 && (
        <details className={styles.links}>
          <summary>
            <Icon name="download" size={14} />
            Exact points (JSON)
          </summary>
          {links.map(({ label, href }) => (
            <a key={href} href={href} target="_blank" rel="noreferrer">
              {label}
            </a>
          ))}
        </details>
      )}
      {!actions.settled && (
        <>
          <hr className={styles.line} />
          <MenuItem icon="close" text="Remove" onClick={then(() => actions.remove(panel))} />
        </>
      )}
    </div>
  );
}
