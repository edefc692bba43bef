import { createContext, useContext } from "react";
import type { LineSettings } from "../settings/params";
import type { Panel } from "./arrange";

/** What can be done with panels and sections. */
export interface WorkspaceActions {
  /** Panels are read here: what they are, where they stand and how large they are is settled elsewhere. */
  settled: boolean;
  settingsOfSection(section: string): Partial<LineSettings>;
  changeSection(section: string, change: Partial<LineSettings>): void;
  /** Opens the name and the rule of a section that gathers, to be changed. */
  describeSection(section: string): void;
  /** One place up (-1) or down (1) among the sections that gather. */
  shiftSection(section: string, by: -1 | 1): void;
  removeSection(section: string): void;
  changePanel(panel: Panel, change: Record<string, unknown>): void;
  rename(panel: Panel, title: string): void;
  resize(panel: Panel, columns: number, rows: number, step?: "push" | "replace"): void;
  move(panel: Panel, before: string | null): void;
  /** One place to the left (-1) or right (1). */
  nudge(panel: Panel, by: -1 | 1): void;
  duplicate(panel: Panel): void;
  remove(panel: Panel): void;
  /** Fills the window with the panel; null closes it. */
  enlarge(panel: Panel | null): void;
  /** Puts the panel into a report; null where that cannot be. */
  toReport: ((panel: Panel) => void) | null;
}

const Context = createContext<WorkspaceActions | null>(null);
export const ActionsProvider = Context.Provider;

export function useActions(): WorkspaceActions {
  const actions = useContext(Context);
  if (actions === null) throw new Error("Panels live in a workspace.");
  return actions;
}
