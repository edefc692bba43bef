import type { View } from "@/route/search";
import { changeEntries } from "../settings/pack";
import type { LineSettings } from "../settings/params";
import { type PanelChange, unchanged, type Workspace } from "./state";

/** What a reader does to a workspace. Each edit gives a new one and leaves the old one for undo. */

export function changePanel(workspace: Workspace, id: string, change: Partial<PanelChange>): Workspace {
  const panels = new Map(workspace.panels);
  panels.set(id, { ...(panels.get(id) ?? unchanged(id)), ...change });
  return { ...workspace, panels };
}

/** Changes settings of a panel; those changed to undefined are inherited again. */
export function changeSettings<S>(
  workspace: Workspace,
  id: string,
  view: View<S>,
  change: Partial<S>,
): Workspace {
  const { entries } = workspace.panels.get(id) ?? unchanged(id);
  return changePanel(workspace, id, { entries: changeEntries(view, entries, change) });
}

export function changeSection(workspace: Workspace, name: string, change: Partial<LineSettings>): Workspace {
  const settings = { ...workspace.sections.get(name), ...change };
  const said = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const sections = new Map(workspace.sections);
  if (Object.keys(said).length > 0) sections.set(name, said);
  else sections.delete(name);
  return { ...workspace, sections };
}

/** Adds a panel, by default behind all others of its section, and tells its id. */
export function addPanel(
  workspace: Workspace,
  panel: Omit<PanelChange, "id" | "removed">,
  before: string | null = null,
): [Workspace, id: string] {
  let number = 1;
  while (workspace.panels.has(String(number))) number += 1;
  const id = String(number);
  const added = changePanel(workspace, id, { ...panel, removed: false });
  return [before === null ? added : movePanel(added, id, before), id];
}

/** Where a new panel goes unless the reader says otherwise: a section of one's own, before all others. */
export const OWN_SECTION = "panels";

/** Takes a panel away: an added one for good, a metric's chart until all removed ones are shown again. */
export function removePanel(workspace: Workspace, id: string): Workspace {
  if (workspace.panels.get(id)?.kind == null) return changePanel(workspace, id, { removed: true });
  const panels = new Map(workspace.panels);
  panels.delete(id);
  return {
    ...workspace,
    panels,
    moves: workspace.moves.filter((move) => move.id !== id && move.before !== id),
  };
}

export function restoreRemoved(workspace: Workspace): Workspace {
  const panels = [...workspace.panels].map(([id, panel]) => [id, { ...panel, removed: false }] as const);
  return { ...workspace, panels: new Map(panels) };
}

/** Puts a panel before another of its section, or behind all. */
export function movePanel(workspace: Workspace, id: string, before: string | null): Workspace {
  if (id === before) return workspace;
  return { ...workspace, moves: [...workspace.moves.filter((move) => move.id !== id), { id, before }] };
}
