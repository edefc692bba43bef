import type { RefObject } from "react";
import { create } from "zustand";
import { type Command, useCommands } from "@/app/commands";
import { copyText } from "@/ui/clipboard";
import type { PanelReport } from "../panels/kind";
import { useActions } from "./actions";
import type { Panel } from "./arrange";
import { linkToPanel } from "./linkToPanel";

/** The panel that the reader pointed at last: the palette offers what can be done with it. */
const usePointed = create<{ id: string | null }>(() => ({ id: null }));

export const pointAt = (id: string): void => usePointed.setState({ id });

interface Props {
  panel: Panel;
  title: string;
  report: RefObject<PanelReport | null>;
}

/** What can be done with a panel, for the palette. By itself, so that pointing at a panel draws no chart anew. */
export function PanelCommands({ panel, title, report }: Props) {
  const isPointed = usePointed(({ id }) => id === panel.id);
  const actions = useActions();
  const save = (name: string) => () =>
    void import("./savePanel").then(({ panelFiles }) =>
      panelFiles(title, report.current as PanelReport)
        .find((file) => file.name === name)
        ?.save(),
    );
  const { svg = null, table = null } = report.current ?? {};
  const commands: (Omit<Command, "to"> | false | null | undefined)[] = [
    svg !== null && { name: "Save as PNG", run: save("Save as PNG") },
    svg !== null && { name: "Save as SVG", run: save("Save as SVG") },
    table !== null && { name: "Save shown values as CSV", run: save("Save shown values as CSV") },
    !actions.settled && { name: "Duplicate", run: () => actions.duplicate(panel) },
    actions.toReport !== null && { name: "Add to a report", run: () => actions.toReport?.(panel) },
    report.current?.comment && {
      name: "Comment at a place",
      run: () => void setTimeout(() => report.current?.comment?.()),
    },
    {
      name: "Copy link to this panel",
      run: () => void copyText(linkToPanel(panel.id)),
    },
    !actions.settled && { name: "Move left", run: () => actions.nudge(panel, -1) },
    !actions.settled && { name: "Move right", run: () => actions.nudge(panel, 1) },
    !actions.settled && { name: "Remove", run: () => actions.remove(panel) },
  ];
  useCommands(
    isPointed ? commands.filter((command) => !!command).map((command) => ({ ...command, to: title })) : [],
  );
  return null;
}
