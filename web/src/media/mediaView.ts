import { choice, flag, list, searchView, text, type ViewState } from "@/route/search";

export const TILES = ["small", "medium", "large"] as const;
/** Which cards show the same sample: none, those of a key's runs, all. */
export const SAMPLE_SYNC = ["off", "runs", "widgets"] as const;
/** What of a step is shown: one sample a run to turn over, or all of them. `auto` is all where there is one run. */
export const SPREAD = ["auto", "one", "all"] as const;
/** How two images are looked at. */
export const DIFFERENCE = ["beside", "flicker", "swipe", "absolute"] as const;

/**
 * The gallery's part of the address. `step` holds `120@val` for each section that stands still, `own` `120@val/mistakes`
 * for each key that does not follow its section (`@val/mistakes` for the newest), `at` the one step of all sections with
 * `stepsync`. `sample` holds `3@` for all cards, `3@val/mistakes` for those of a key, `3@run/val/mistakes` for one, as
 * `samples` says. `as` holds `heatmap@val/weights` for a key that is shown in another way than its first.
 * `item` is what is open over the page, `120/3@run/val/mistakes`, with the runs `beside` it. Of
 * tables, `tsort`, `tfind` and `tjoin` hold the order, the filter and the column that they are joined on, `tdiffer` which joined ones show
 * differences alone, `tcell` the cell that is open. `textdiff` whether two texts
 * are shown as their differences. `solid` says how things in space are drawn.
 */
export const mediaView = searchView({
  media: text(),
  step: list(),
  own: list(),
  at: text(),
  stepsync: flag(),
  sample: list(),
  samples: choice(SAMPLE_SYNC, "widgets"),
  spread: choice(SPREAD),
  tiles: choice(TILES, "medium"),
  closed: list(),
  as: list(),
  marks: list(),
  tsort: list(),
  tfind: list(),
  tjoin: list(),
  tdiffer: list(),
  tcell: list(),
  item: text(),
  beside: list(),
  difference: choice(DIFFERENCE),
  textdiff: flag(true),
  look: text(),
  zoomsync: flag(),
  solid: list(),
  nodefind: text(),
});

export type MediaView = ViewState<typeof mediaView>;

/** Reads what a list holds for a name: the part before the first "@". */
export function entryOf(entries: readonly string[] | null, name: string): string | null {
  const found = entries?.find((entry) => nameOf(entry) === name);
  return found === undefined ? null : found.slice(0, found.indexOf("@"));
}

const nameOf = (entry: string) => entry.slice(entry.indexOf("@") + 1);

/** The list with the name's entry replaced, or without it. */
export function withEntry(
  entries: readonly string[] | null,
  name: string,
  value: string | null,
): string[] | null {
  const others = entries?.filter((entry) => nameOf(entry) !== name) ?? [];
  const next = value === null ? others : [...others, `${value}@${name}`];
  return next.length === 0 ? null : next;
}

const asStep = (text: string | null): number | null => {
  const step = Number(text || Number.NaN);
  return Number.isNaN(step) ? null : step;
};

/** Whose step a slider moves. */
export type StepScope = { of: "all" } | { of: "section" | "key"; name: string };

/** The slider that a key follows. */
export function scopeOf(view: MediaView, section: string, key: string | null): StepScope {
  if (key !== null && entryOf(view.own, key) !== null) return { of: "key", name: key };
  return view.stepsync ? { of: "all" } : { of: "section", name: section };
}

export const isSameScope = (a: StepScope, b: StepScope): boolean =>
  a.of === b.of && (a.of === "all" || b.of === "all" || a.name === b.name);

/** The step that was asked for; null is the newest, whatever comes. */
export function stepOf(view: MediaView, scope: StepScope): number | null {
  if (scope.of === "all") return asStep(view.at);
  return asStep(entryOf(scope.of === "key" ? view.own : view.step, scope.name));
}

/** What to change so that a slider stands at a step. */
export function withStep(view: MediaView, scope: StepScope, step: number | null): Partial<MediaView> {
  const value = step === null ? "" : String(step);
  if (scope.of === "all") return { at: value };
  if (scope.of === "key") return { own: withEntry(view.own, scope.name, value) };
  return { step: withEntry(view.step, scope.name, step === null ? null : value) };
}

/** What to change so that a key has a step of its own, beginning where it is, or follows its section again. */
export function withLink(view: MediaView, section: string, key: string, linked: boolean): Partial<MediaView> {
  if (linked) return { own: withEntry(view.own, key, null) };
  const step = stepOf(view, scopeOf(view, section, key));
  return { own: withEntry(view.own, key, step === null ? "" : String(step)) };
}

/** In which of its ways a key is shown; the first one unless the reader chose. */
export function wayOf<W extends string>(view: MediaView, key: string, ways: readonly W[]): W {
  const said = entryOf(view.as, key);
  return ways.find((way) => way === said) ?? (ways[0] as W);
}

export const withWay = (view: MediaView, key: string, way: string, ways: readonly string[]) => ({
  as: withEntry(view.as, key, way === ways[0] ? null : way),
});

/** Under which name the sample of a card is kept. */
function sampleScope(view: MediaView, run: string, key: string): string {
  if (view.samples === "widgets") return "";
  return view.samples === "runs" ? key : `${encodeURIComponent(run)}/${key}`;
}

/** The sample asked for; a card with fewer shows its last. */
export function sampleOf(view: MediaView, run: string, key: string): number {
  return Math.max(0, asStep(entryOf(view.sample, sampleScope(view, run, key))) ?? 0);
}

export function withSample(view: MediaView, run: string, key: string, index: number): Partial<MediaView> {
  const value = index === 0 ? null : String(index);
  return { sample: withEntry(view.sample, sampleScope(view, run, key), value) };
}

/** What is open over the page: a run's sample at the step asked for. */
export interface OpenItem {
  run: string;
  key: string;
  step: number;
  index: number;
}

export const formatItem = ({ run, key, step, index }: OpenItem): string =>
  `${step}/${index}@${encodeURIComponent(run)}/${key}`;

export function parseItem(item: string): OpenItem | null {
  const [, step, index, run, key] = /^(-?\d+)\/(\d+)@([^/]+)\/(.+)$/s.exec(item) ?? [];
  if (run === undefined || key === undefined) return null;
  try {
    return { run: decodeURIComponent(run), key, step: Number(step), index: Number(index) };
  } catch {
    return null;
  }
}
