import { Fragment } from "react";
import { Dialog } from "@/ui/Dialog";
import styles from "./Help.module.css";

type Keys = [keys: string, what: string][];

const GROUPS: [where: string, keys: Keys][] = [
  [
    "Everywhere",
    [
      ["⌘K", "Actions; jump to a project, run or metric (Ctrl+K elsewhere)"],
      ["g c", "Charts of the project"],
      ["g r", "Runs of the project"],
      ["g m", "Media of the project"],
      ["g h", "All projects"],
      ["Esc", "Clear a search, unpin a tooltip, close a dialog"],
      ["?", "This list"],
    ],
  ],
  [
    "Charts and runs",
    [
      ["/", "Filter runs"],
      ["f", "Search metrics"],
      ["← → ↑ ↓", "Move along the chart that has the focus; Shift goes further"],
      ["Enter + - 0", "Pin the tooltip there, zoom in, zoom out, show everything"],
      ["← →", "Previous and next panel, once one is enlarged"],
      ["j k", "Next and previous run"],
      ["Enter", "Open the run"],
      ["x", "Beside charts: show or hide the run"],
      ["[ ⌘J", "Hide or show the list of runs, or the tree of projects"],
    ],
  ],
  [
    "Table of runs",
    [
      ["x", "Pick the run"],
      ["⌘A", "Pick all that the filter lets through"],
      [".", "All that can be done with the run, or with the picked ones"],
      ["e F2", "Rename"],
      ["t", "Tags"],
      ["n", "Notes"],
      ["c", "Colour"],
      ["s", "Make it a baseline, or none"],
      ["m", "Move to a project"],
      ["a", "Archive, or take out of the archive"],
      ["#", "Delete to the bin, or restore"],
      ["v", "Show or hide in charts"],
      ["⌘Z", "Take the last change back; ⌘⇧Z makes it again"],
    ],
  ],
  [
    "Filter box",
    [
      ["Tab", "Take the first completion, or the chosen one"],
      ["↓ ↑", "Choose a completion; Enter takes it, or filters at once"],
      ["Esc", "Close the completions, then clear the filter"],
    ],
  ],
  ["A run", [["1 … 8", "Its tabs, from the left"]]],
  ["Runs beside each other", [["/", "Search keys"]]],
  [
    "Console of a run",
    [
      ["/", "Search; Enter goes to the next line found, :120 to line 120, @14:03 or @+1h20m to a time"],
      ["n N", "Next and previous line found"],
      ["g g", "The first line"],
      ["G", "The last line; a live run is followed from there"],
      ["w t", "Wrap long lines, show times"],
    ],
  ],
  [
    "Media",
    [
      ["/", "Search keys"],
      ["[ ]", "Previous and next step of what was last pointed at"],
      ["← →", "Previous and next sample, once an image is open"],
      ["↓ ↑", "Previous and next step of the open image"],
      ["p", "Pin the open image at its step, or unpin it"],
      ["z", "Zoom all open images together, or each by itself"],
      ["d", "The next way to see how two open images differ"],
      ["+ - 0", "Zoom in, zoom out, fit the window"],
    ],
  ],
];

const MOUSE: [what: string, effect: string][] = [
  ["Drag across a chart", "Zoom in; every chart follows"],
  ["Drag down a chart", "Set the limits of its y axis"],
  ["Double-click a chart", "Show everything again"],
  ["Click a chart", "Pin the tooltip"],
  ["Click a box with Shift", "Pick all runs from the one picked before"],
  ["Double-click beside a name, on tags or notes", "Change them"],
  ["Right-click a run", "All that can be done with it"],
  ["Drag a project in the tree onto another", "Move it there"],
  ["Shift over a chart", "More about each value"],
  ["Drag a panel's head", "Put it elsewhere in its section"],
  ["Click a column's head with Shift", "Sort by it too"],
  ["Drag a column's head or its edge", "Move or resize the column"],
];

export function Help({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <Dialog title="Keyboard and mouse" open={open} onClose={onClose}>
      {GROUPS.map(([where, keys]) => (
        <Fragment key={where}>
          <h3 className={styles.where}>{where}</h3>
          <KeyList keys={keys} />
        </Fragment>
      ))}
      <h3 className={styles.where}>Mouse</h3>
      <dl className={styles.list}>
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

function KeyList({ keys }: { keys: Keys }) {
  return (
    <dl className={styles.list}>
      {keys.map(([key, what]) => (
        <Fragment key={key}>
          <dt>
            {key.split(" ").map((cap, index) => (
              <kbd key={index} className={styles.key}>
                {cap}
              </kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
