import { list, searchView, type ViewState } from "@/route/search";
import { type BestPin, type BestSearch, NO_PINS, type PinnedEverywhere, type Pins, type Place } from "./pins";

/**
 * Pins in the address, shared by the pages of a project (`route/shared.ts`).
 *
 *   pinhere=100_2@a1/val/x      a run in a panel: step_sample@run/key
 *   pinall=100_2@a1/val/x       a run in all panels; the panel that it was pinned in remembers the sample
 *   pinoff=a1/val/y             a panel that does not follow
 *   best=min_20@val/loss        what was searched for: the figure, the tolerance (`-` without media), the metric
 *   beststep=55_50_0.1_3_45@…   step_metricStep_value_tiedValues(_tiedStep), @run/key or @run
 */
export const pinView = searchView({
  pinhere: list(),
  pinall: list(),
  pinoff: list(),
  best: list(),
  beststep: list(),
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

function readAll({ pinhere, pinall, pinoff, best, beststep }: PinText): Pins {
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
  const steps = search === null ? [] : (beststep ?? []).flatMap(readBest);
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
    beststep: some(
      [...best].map(([place, { step, metricStep, value, tiedValues, tiedStep }]) => {
        const numbers = [step, metricStep, value, tiedValues, ...(tiedStep === null ? [] : [tiedStep])];
        return `${numbers.join("_")}@${place}`;
      }),
    ),
  };
}
