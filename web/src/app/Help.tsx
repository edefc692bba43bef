import { Fragment } from "react";
import { Dialog } from "@/ui/Dialog";
import styles from "./Help.module.css";

const KEYS: [keys: string, what: string][] = [
  ["⌘K", "Jump to a project, run or metric (Ctrl+K elsewhere)"],
  ["/", "Filter runs"],
  ["f", "Search metrics"],
  ["j k", "Next and previous run"],
  ["x", "Show or hide the run"],
  ["Enter", "Open the run"],
  ["[", "Hide or show the list of runs"],
  ["g c", "Charts of the project"],
  ["g r", "Runs of the project"],
  ["g h", "All projects"],
  ["Esc", "Clear a search, unpin a tooltip, close a dialog"],
  ["?", "This list"],
];

const MOUSE: [what: string, effect: string][] = [
  ["Drag across a chart", "Zoom in; every chart follows"],
  ["Double-click a chart", "Show everything again"],
  ["Click a chart", "Pin the tooltip"],
];

export function Help({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <Dialog title="Keyboard and mouse" open={open} onClose={onClose}>
      <dl className={styles.list}>
        {KEYS.map(([keys, what]) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
        {MOUSE.map(([what, effect]) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>{effect}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
