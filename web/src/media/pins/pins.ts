/**
 * Pins hold a run at a step while the sliders move. There are three kinds: a run in one panel (`here`), a run in every
 * panel (`everywhere`), and what a search for the best step of a metric found (`best`), for a panel or for all of them.
 * A panel is a key.
 */
export interface Pins {
  here: ReadonlyMap<Place, PinnedHere>;
  everywhere: ReadonlyMap<string, PinnedEverywhere>;
  /** The best steps of a panel by its place, those of a whole run by `placeOf(run, null)`. */
  best: ReadonlyMap<Place, BestPin>;
  /** What `best` was searched for; null while it is empty. */
  search: BestSearch | null;
  /** Panels in which a run does not follow what is pinned in all panels. */
  excluded: ReadonlySet<Place>;
}

/** A run in a panel, as a text: the two never run into each other. */
export type Place = string & { readonly isPlace?: true };

export const placeOf = (run: string, key: string | null): Place =>
  key === null ? encodeURIComponent(run) : `${encodeURIComponent(run)}/${key}`;

export const runOf = (place: Place): string => decodeURIComponent(place.split("/", 1)[0] ?? "");

export interface PinnedHere {
  step: number;
  index: number;
}

export interface PinnedEverywhere {
  step: number;
  /** The panel that it was pinned in remembers its sample; the others show theirs. */
  origin: { key: string; index: number } | null;
}

export interface BestSearch {
  metric: string;
  figure: "min" | "max";
  /** How far media may lie from the metric's step; null where media were not asked for. */
  tolerance: number | null;
}

export interface BestPin {
  step: number;
  metricStep: number;
  value: number;
  /** How many steps have this very value. */
  tiedValues: number;
  /** The media step on the other side, just as far away. */
  tiedStep: number | null;
}

export const NO_PINS: Pins = {
  here: new Map(),
  everywhere: new Map(),
  best: new Map(),
  search: null,
  excluded: new Set(),
};

export type PinSource = "here" | "everywhere" | "best";

/** What holds a run in a panel. */
export interface Pin {
  source: PinSource;
  /** It holds the run in all panels. */
  everywhere: boolean;
  step: number;
  /** The sample that the pin remembers in this panel. */
  index: number | null;
  best: (BestPin & BestSearch) | null;
}

/**
 * The pin that holds a run in a panel; null leaves it to the slider. The panel's own best step comes first, then what
 * is pinned in all panels unless the panel is excluded from it, then a pin of this panel.
 */
export function pinOf(pins: Pins, run: string, key: string): Pin | null {
  const place = placeOf(run, key);
  const own = pins.best.get(place);
  if (own && pins.search) return bestPin(own, pins.search, false);
  if (!pins.excluded.has(place)) {
    const whole = pins.best.get(placeOf(run, null));
    if (whole && pins.search) return bestPin(whole, pins.search, true);
    const all = pins.everywhere.get(run);
    if (all) {
      const index = all.origin?.key === key ? all.origin.index : null;
      return { source: "everywhere", everywhere: true, step: all.step, index, best: null };
    }
  }
  const here = pins.here.get(place);
  if (!here) return null;
  return { source: "here", everywhere: false, step: here.step, index: here.index, best: null };
}

const bestPin = (pin: BestPin, search: BestSearch, everywhere: boolean): Pin => ({
  source: "best",
  everywhere,
  step: pin.step,
  index: null,
  best: { ...pin, ...search },
});

export type PinAction =
  | { type: "pinHere"; run: string; key: string; step: number; index: number }
  | { type: "pinEverywhere"; run: string; key: string; step: number; index: number }
  | { type: "pinBest"; search: BestSearch; pins: readonly (BestPin & { run: string; key: string | null })[] }
  /** Shows another sample where the pin remembers one. */
  | { type: "turn"; run: string; key: string; index: number }
  /** Moves a best step to the other one just as far from the metric's. */
  | { type: "takeTied"; run: string; key: string }
  | { type: "unpinHere"; run: string; key: string }
  | { type: "unpinEverywhere"; run: string }
  | { type: "clear" };

/** The pins after an action. */
export function changePins(pins: Pins, action: PinAction): Pins {
  switch (action.type) {
    case "pinHere": {
      const { run, key, step, index } = action;
      const place = placeOf(run, key);
      return settled({
        ...pins,
        here: new Map(pins.here).set(place, { step, index }),
        // Pinned by hand, it is not to lose against what was found.
        best: without(pins.best, (other) => other === place),
        excluded: new Set(pins.excluded).add(place),
      });
    }
    case "pinEverywhere": {
      const { run, key, step, index } = action;
      const rest = withoutRun(pins, run);
      return { ...rest, everywhere: new Map(rest.everywhere).set(run, { step, origin: { key, index } }) };
    }
    case "pinBest":
      return settled({
        ...NO_PINS,
        here: pins.here,
        best: new Map(action.pins.map(({ run, key, ...pin }) => [placeOf(run, key), pin])),
        search: action.search,
      });
    case "takeTied": {
      const place = [placeOf(action.run, action.key), placeOf(action.run, null)].find((each) =>
        pins.best.has(each),
      );
      const pin = place === undefined ? undefined : pins.best.get(place);
      if (place === undefined || !pin || pin.tiedStep === null) return pins;
      const turned = { ...pin, step: pin.tiedStep, tiedStep: pin.step };
      return { ...pins, best: new Map(pins.best).set(place, turned) };
    }
    case "turn": {
      const { run, key, index } = action;
      const pin = pinOf(pins, run, key);
      if (pin?.index == null) return pins;
      const place = placeOf(run, key);
      const { step } = pin;
      return pin.source === "here"
        ? { ...pins, here: new Map(pins.here).set(place, { step, index }) }
        : { ...pins, everywhere: new Map(pins.everywhere).set(run, { step, origin: { key, index } }) };
    }
    case "unpinHere": {
      const place = placeOf(action.run, action.key);
      const isOwn = pins.best.has(place);
      return settled({
        ...pins,
        best: without(pins.best, (other) => other === place),
        here: isOwn ? pins.here : without(pins.here, (other) => other === place),
        excluded: isOwn ? pins.excluded : new Set(pins.excluded).add(place),
      });
    }
    case "unpinEverywhere":
      return withoutRun(pins, action.run, pins.here);
    case "clear":
      return NO_PINS;
  }
}

/** Without any pin of a run; with `here`, the pins of single panels are these. */
function withoutRun(pins: Pins, run: string, here?: Pins["here"]): Pins {
  const isOfRun = (place: Place) => runOf(place) === run;
  return settled({
    ...pins,
    here: here ?? without(pins.here, isOfRun),
    everywhere: without(pins.everywhere, (other) => other === run),
    best: without(pins.best, isOfRun),
    excluded: new Set([...pins.excluded].filter((place) => !isOfRun(place))),
  });
}

function without<K, V>(map: ReadonlyMap<K, V>, drop: (key: K) => boolean): ReadonlyMap<K, V> {
  return new Map([...map].filter(([key]) => !drop(key)));
}

/** An exclusion is only kept while there is something in all panels to be excluded from. */
function settled(pins: Pins): Pins {
  const holds = (place: Place) => {
    const run = runOf(place);
    return pins.everywhere.has(run) || pins.best.has(placeOf(run, null));
  };
  return {
    ...pins,
    search: pins.best.size > 0 ? pins.search : null,
    excluded: new Set([...pins.excluded].filter(holds)),
  };
}

export const countPins = ({ here, everywhere, best }: Pins): number =>
  here.size + everywhere.size + best.size;
