import { createContext, useContext } from "react";
import type { Run } from "@/api/types";
import type { EditorName } from "./editing";

/** What a row can ask for; the same object for as long as the table stands. */
export interface RowCommands {
  /** Picks the run of a row, or leaves it out; with `range` all from the one that was picked before. */
  pick(row: number, range: boolean): void;
  /** Opens what can be done with a run, or with all picked ones if it is one of them. */
  menu(run: Run, anchor: () => DOMRect): void;
  /** Opens an editor of one run, at its cell of a column. */
  begin(editor: EditorName, run: Run, column?: string): void;
}

const nothing = () => undefined;
export const RowCommandsContext = createContext<RowCommands>({
  pick: nothing,
  menu: nothing,
  begin: nothing,
});
export const useRowCommands = (): RowCommands => useContext(RowCommandsContext);
