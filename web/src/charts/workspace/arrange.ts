import { gatherMetrics, groupSections } from "../sections";
import { gatheredId } from "./rules";
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

export interface GatheringRule {
  pattern: string;
  /** How many metrics it finds. */
  found: number;
  /** Its section is the first, or the last, of those that gather. */
  isFirst: boolean;
  isLast: boolean;
}

export interface PanelSection {
  name: string;
  system: boolean;
  /** By what the section gathers metrics; null for others. */
  rule: GatheringRule | null;
  panels: readonly Panel[];
}

/**
 * The sections of a page: the charts of its metrics, without those removed, with the added panels, all in their order.
 * Those of the reader's own come first, for they were made to be seen: the ones that gather metrics, where their charts
 * stand besides their own sections, then those of added panels alone.
 */
export function arrangeSections(metrics: readonly string[], workspace: Workspace): PanelSection[] {
  const sections = new Map(
    groupSections(metrics).map(({ name, metrics: own, system }) => {
      const section = name || ROOT;
      const panels = own.flatMap((metric) => metricPanel(metric, metric, section, workspace));
      return [section, { name: section, system, rule: null, panels } as PanelSection];
    }),
  );
  const gathering = [...workspace.rules].map(([name, pattern], place): PanelSection => {
    const found = gatherMetrics(metrics, pattern);
    // A section that the metrics came to have by themselves is one with that of its name.
    const { system = false, panels: own = [] } = sections.get(name) ?? {};
    sections.delete(name);
    const there = new Set(own.map(({ metric }) => metric));
    const gathered = found
      .filter((metric) => !there.has(metric))
      .flatMap((metric) => metricPanel(gatheredId(name, metric), metric, name, workspace));
    const isLast = place === workspace.rules.size - 1;
    const rule = { pattern, found: found.length, isFirst: place === 0, isLast };
    return { name, system, rule, panels: [...own, ...gathered] };
  });
  const added = new Map<string, Panel[]>();
  for (const change of workspace.panels.values()) {
    if (change.kind === null) continue;
    const { id, kind, section, columns, rows } = change;
    const panel = { id, kind, section, metric: null, columns, rows, change };
    added.set(section, [...(added.get(section) ?? []), panel]);
  }
  const there = [...gathering, ...sections.values()].map((section) => {
    const panels = [...section.panels, ...(added.get(section.name) ?? [])];
    added.delete(section.name);
    return { ...section, panels };
  });
  const own = [...added].map(([name, panels]) => ({ name, system: false, rule: null, panels }));
  return [...there.slice(0, gathering.length), ...own, ...there.slice(gathering.length)]
    .filter(({ panels, rule }) => panels.length > 0 || rule !== null)
    .map((section) => ({ ...section, panels: inOrder(section.panels, workspace.moves) }));
}

function metricPanel(id: string, metric: string, section: string, { panels }: Workspace): Panel[] {
  const change = panels.get(id);
  // A metric may be called like an added panel.
  const own = change?.kind === null ? change : null;
  if (own?.removed) return [];
  const { columns = 1, rows = 1 } = own ?? {};
  return [{ id, kind: LINES, section, metric, columns, rows, change: own }];
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
