import { groupSections } from "../sections";
import type { Move, PanelChange, Workspace } from "./state";

/** The name under which the section of metrics without a `/` is shown and remembered. */
export const ROOT = "charts";

/** The kind of panel that a metric has by itself. */
export const LINES = "lines";

/** A panel as it stands in its section. */
export interface Panel {
  id: string;
  kind: string;
  section: string;
  /** The metric whose chart is there by itself; null for an added panel. */
  metric: string | null;
  columns: number;
  rows: number;
  change: PanelChange | null;
}

export interface PanelSection {
  name: string;
  system: boolean;
  panels: readonly Panel[];
}

/** The sections of a page: the charts of its metrics, without those removed, with the added panels, all in their order. */
export function arrangeSections(metrics: readonly string[], workspace: Workspace): PanelSection[] {
  const sections = groupSections(metrics).map(({ name, metrics: own, system }) => ({
    name: name || ROOT,
    system,
    panels: own.flatMap((metric) => metricPanel(metric, name || ROOT, workspace.panels.get(metric))),
  }));
  const added = new Map<string, Panel[]>();
  for (const change of workspace.panels.values()) {
    if (change.kind === null) continue;
    const { id, kind, section, columns, rows } = change;
    const panel = { id, kind, section, metric: null, columns, rows, change };
    added.set(section, [...(added.get(section) ?? []), panel]);
  }
  for (const section of sections) {
    section.panels.push(...(added.get(section.name) ?? []));
    added.delete(section.name);
  }
  // A section of the reader's own comes first: it was made to be seen.
  const own = [...added].map(([name, panels]) => ({ name, system: false, panels }));
  return [...own, ...sections]
    .filter(({ panels }) => panels.length > 0)
    .map((section) => ({ ...section, panels: inOrder(section.panels, workspace.moves) }));
}

function metricPanel(metric: string, section: string, change: PanelChange | undefined): Panel[] {
  // A metric may be called like an added panel.
  const own = change?.kind === null ? change : null;
  if (own?.removed) return [];
  const { columns = 1, rows = 1 } = own ?? {};
  return [{ id: metric, kind: LINES, section, metric, columns, rows, change: own }];
}

/** Moves are followed one after the other; one whose panel or place is not here is passed over. */
function inOrder(panels: readonly Panel[], moves: readonly Move[]): readonly Panel[] {
  const ids = moves.length > 0 ? new Set(panels.map(({ id }) => id)) : null;
  let order = panels;
  for (const { id, before } of moves) {
    if (!ids?.has(id) || (before !== null && !ids.has(before))) continue;
    const moved = order.find((panel) => panel.id === id) as Panel;
    const rest = order.filter((panel) => panel !== moved);
    const place = before === null ? rest.length : rest.findIndex((panel) => panel.id === before);
    order = rest.toSpliced(place, 0, moved);
  }
  return order;
}
