import type { MetricName } from "@/api/types";
import { ownAxis } from "../settings/ownAxis";
import { type Entries, readEntries, writeEntries } from "../settings/pack";
import { inherit, type LineSettings } from "../settings/params";
import type { Panel } from "../workspace/arrange";
import { bars } from "./bars/kind";
import { expression } from "./expression/kind";
import { histograms } from "./histograms/kind";
import { importance } from "./importance/kind";
import type { AnyKind } from "./kind";
import { lines } from "./lines/kind";
import { media } from "./media/kind";
import { parallel } from "./parallel/kind";
import { scatter } from "./scatter/kind";
import { spread } from "./spread/kind";
import { table } from "./table/kind";
import { words } from "./text/kind";

/** Every kind of panel. A new one is a folder with a `kind.ts` beside these and a line here. */
export const KINDS: readonly AnyKind[] = [
  lines,
  expression,
  scatter,
  bars,
  spread,
  parallel,
  importance,
  histograms,
  media,
  table,
  words,
];

export const kindOf = (kind: string): AnyKind | undefined => KINDS.find((each) => each.kind === kind);

const NOTHING: Entries = [];

/** What a panel says of itself. A metric's own chart says its metric without words. */
export function ownSettings(kind: AnyKind, panel: Panel): Record<string, unknown> {
  const own = readEntries(kind.settings, panel.change?.entries ?? NOTHING) as Record<string, unknown>;
  return panel.metric === null ? own : { ...own, metric: panel.metric };
}

/**
 * The settings of a panel, with those that it inherits. System metrics count steps of their own: beside training's they are over time. Where nobody
 * chose another x axis, a metric is over the one that its script said it is over.
 */
export function settingsOf(
  kind: AnyKind,
  panel: Panel,
  page: LineSettings,
  section: Partial<LineSettings>,
  said?: ReadonlyMap<string, MetricName>,
): Record<string, unknown> {
  const defaults = Object.fromEntries(
    Object.entries(kind.settings).map(([name, param]) => [name, (param as { fallback: unknown }).fallback]),
  );
  const own = ownSettings(kind, panel);
  if (!kind.inherits) return { ...defaults, ...own };
  const x = page.x === "step" ? ownAxis(String(panel.metric ?? own.metric ?? ""), said) : null;
  return inherit({ ...defaults, ...page, ...(x && { x }) }, section, own);
}

export function titleOf(panel: Panel): string {
  if (panel.change?.title) return panel.change.title;
  if (panel.metric !== null) return panel.metric;
  const kind = kindOf(panel.kind);
  if (!kind) return panel.kind;
  const defaults = settingsOf(kind, panel, {} as LineSettings, {});
  return kind.title(defaults) || kind.label;
}

/** What a new panel of a kind says of itself. */
export const entriesOf = (kind: AnyKind, settings: Record<string, unknown>): Entries =>
  writeEntries(kind.settings, settings);
