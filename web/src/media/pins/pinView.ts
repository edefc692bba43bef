import { list, searchView, type ViewState } from "@/route/search";
import { type BestPin, type BestSearch, NO_PINS, type PinnedEverywhere, type Pins, type Place } from "./pins";

/**
 * Pins in the address, shared by the pages of a project (`route/shared.ts`).
 *
 *   pinhere=100_2@a1/val/x      a run in a panel: step_sample@run/key
 *   pinall=100_2@a1/val/x       a run in all panels; the panel that it was pinned in remembers the sample
 *   pinoff=a1/val/y             a panel that does not follow
 *   best=min_20@val/loss        what was searched for: the figure, the tolerance (`-` without media), the metric
 *   beststep=55_50_0.1_3_45@a1  step_metricStep_value_tiedValues(_tiedStep) of a run in all panels
 *   bestkey=val/x               the panels that best steps were found for, numbered from 0
 *   bestin=55_50_0.1_3@a1/0.2-4 the same as `beststep`, of a run in those panels: a search finds thousands, and few differ
 */
export const pinView = searchView({
  pinhere: list(),
  pinall: list(),
  pinoff: list(),
  best: list(),
  beststep: list(),
  bestkey: list(),
  bestin: list(),
});

export type PinText = ViewState<typeof pinView>;

function split(entry: string): [numbers: number[], rest: string] | null {
  const at = entry.indexOf("@");
  if (at < 0) return null;
  const numbers = entry.slice(0, at).split("_").map(Number);
  return numbers.some(Number.isNaN) ? null : [numbers, entry.slice(at + 1)];
}

/** A place as its run and key; a run's name is encoded, so that the first slash ends it. */
function parts(place: Place): { run: string; key: string | null } {
  const slash = place.indexOf("/");
  const run = decodeURIComponent(slash < 0 ? place : place.slice(0, slash));
  return { run, key: slash < 0 ? null : place.slice(slash + 1) };
}

/** Reads pins; what makes no sense is left out. */
export function readPins(text: PinText): Pins {
  try {
    return readAll(text);
  } catch (error) {
    if (error instanceof URIError) return NO_PINS;
    throw error;
  }
}

function readAll({ pinhere, pinall, pinoff, best, beststep, bestkey, bestin }: PinText): Pins {
  const here = (pinhere ?? []).flatMap((entry): [Place, { step: number; index: number }][] => {
    const [[step, index] = [], place = ""] = split(entry) ?? [];
    return step === undefined || parts(place).key === null ? [] : [[place, { step, index: index ?? 0 }]];
  });
  const everywhere = (pinall ?? []).flatMap((entry): [string, PinnedEverywhere][] => {
    const [[step, index = 0] = [], place = ""] = split(entry) ?? [];
    if (step === undefined) return [];
    const { run, key } = parts(place);
    return [[run, { step, origin: key === null ? null : { key, index } }]];
  });
  const search = readSearch(best?.[0]);
  const found = [...(beststep ?? []), ...(bestin ?? []).flatMap((entry) => spread(entry, bestkey ?? []))];
  const steps = search === null ? [] : found.flatMap(readBest);
  return {
    here: new Map(here),
    everywhere: new Map(everywhere),
    best: new Map(steps),
    search: steps.length > 0 ? search : null,
    excluded: new Set((pinoff ?? []).filter((place) => parts(place).key !== null)),
  };
}

function readSearch(entry: string | undefined): BestSearch | null {
  const [, figure, tolerance, metric] = /^(min|max)_(\d+|-)@(.+)$/s.exec(entry ?? "") ?? [];
  if ((figure !== "min" && figure !== "max") || metric === undefined) return null;
  return { figure, metric, tolerance: tolerance === "-" ? null : Number(tolerance) };
}

function readBest(entry: string): [Place, BestPin][] {
  const [[step, metricStep, value, tiedValues = 1, tiedStep = null] = [], place = ""] = split(entry) ?? [];
  if (step === undefined || metricStep === undefined || value === undefined || place === "") return [];
  parts(place);
  return [[place, { step, metricStep, value, tiedValues, tiedStep }]];
}

/** A pin of several panels as a pin of each. */
function spread(entry: string, keys: readonly string[]): string[] {
  const slash = entry.lastIndexOf("/");
  return readNumbers(entry.slice(slash + 1), keys.length).map((at) => `${entry.slice(0, slash)}/${keys[at]}`);
}

/** `0.2-4` as 0, 2, 3, 4; those below a bound. */
function readNumbers(text: string, bound: number): number[] {
  return text.split(".").flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Math.min(Number(last), bound - 1)];
    return to >= from ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [];
  });
}

/** Ascending numbers, those that follow each other as a stretch. */
function writeNumbers(numbers: readonly number[]): string {
  const stretches: [first: number, last: number][] = [];
  for (const number of numbers) {
    const last = stretches.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else stretches.push([number, number]);
  }
  return stretches.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(".");
}

/** Best steps: those of a run in all panels, the panels of the others, and those, all panels of a run with the same one together. */
function writeBest(best: Pins["best"]): Pick<PinText, "beststep" | "bestkey" | "bestin"> {
  const pins = [...best].map(([place, pin]) => ({ ...parts(place), text: textOf(pin) }));
  const keys = [...new Set(pins.flatMap(({ key }) => (key === null ? [] : [key])))].sort();
  const numbers = new Map(keys.map((key, at) => [key, at]));
  const panels = new Map<string, number[]>();
  for (const { run, key, text } of pins) {
    if (key === null) continue;
    const entry = `${text}@${encodeURIComponent(run)}`;
    panels.set(entry, [...(panels.get(entry) ?? []), numbers.get(key) ?? 0]);
  }
  return {
    beststep: some(
      pins.flatMap(({ run, key, text }) => (key === null ? [`${text}@${encodeURIComponent(run)}`] : [])),
    ),
    bestkey: some(keys),
    bestin: some(
      [...panels].map(([entry, all]) => `${entry}/${writeNumbers(all.toSorted((a, b) => a - b))}`),
    ),
  };
}

const textOf = ({ step, metricStep, value, tiedValues, tiedStep }: BestPin): string =>
  [step, metricStep, value, tiedValues, ...(tiedStep === null ? [] : [tiedStep])].join("_");

const some = (entries: string[]): string[] | null => (entries.length > 0 ? entries : null);

/** Pins as the address has them; `readPins` reads the same pins. */
export function writePins({ here, everywhere, best, search, excluded }: Pins): PinText {
  return {
    pinhere: some([...here].map(([place, { step, index }]) => `${step}_${index}@${place}`)),
    pinall: some(
      [...everywhere].map(([run, { step, origin }]) => {
        const name = encodeURIComponent(run);
        return origin === null ? `${step}@${name}` : `${step}_${origin.index}@${name}/${origin.key}`;
      }),
    ),
    pinoff: some([...excluded]),
    best: search && [`${search.figure}_${search.tolerance ?? "-"}@${search.metric}`],
    ...writeBest(best),
  };
}
