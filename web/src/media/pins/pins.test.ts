import { describe, expect, test } from "vitest";
import {
  type BestPin,
  changePins,
  countPins,
  NO_PINS,
  type PinAction,
  type Pins,
  pinOf,
  runOf,
} from "./pins";

const found = (step: number, part: Partial<BestPin> = {}): BestPin => ({
  step,
  metricStep: step,
  value: 0.5,
  tiedValues: 1,
  tiedStep: null,
  ...part,
});
const search = { metric: "val/loss", figure: "min", tolerance: 20 } as const;

const here = (run: string, key: string, step: number, index = 0): PinAction => ({
  type: "pinHere",
  run,
  key,
  step,
  index,
});
const everywhere = (run: string, key: string, step: number, index = 0): PinAction => ({
  type: "pinEverywhere",
  run,
  key,
  step,
  index,
});
const best = (...pins: [run: string, key: string | null, step: number][]): PinAction => ({
  type: "pinBest",
  search,
  pins: pins.map(([run, key, step]) => ({ run, key, ...found(step) })),
});
const made = (...actions: PinAction[]): Pins => actions.reduce(changePins, NO_PINS);
const shown = (pins: Pins, run: string, key: string) => {
  const pin = pinOf(pins, run, key);
  return pin && `${pin.source} ${pin.step}`;
};

describe("precedence", () => {
  test("nothing is pinned: the slider has it", () => {
    expect(pinOf(NO_PINS, "a", "x")).toBeNull();
  });

  test("a panel's own best step, then all panels, then this panel", () => {
    const all = made(here("a", "x", 1), best(["a", "x", 3], ["a", null, 2]));
    expect(shown(all, "a", "x")).toBe("best 3");
    expect(shown(made(here("a", "x", 1), best(["a", null, 2])), "a", "x")).toBe("best 2");
    const both = { ...made(here("a", "x", 1)), everywhere: new Map([["a", { step: 2, origin: null }]]) };
    expect(shown({ ...both, excluded: new Set() }, "a", "x")).toBe("everywhere 2");
    expect(shown({ ...both, excluded: new Set(["a/x"]) }, "a", "x")).toBe("here 1");
  });

  test("a pin holds its run alone, and in its panel alone", () => {
    const pins = made(here("a", "x", 1));
    expect(shown(pins, "b", "x")).toBeNull();
    expect(shown(pins, "a", "y")).toBeNull();
    expect(shown(made(everywhere("a", "x", 7)), "a", "y")).toBe("everywhere 7");
    expect(shown(made(everywhere("a", "x", 7)), "b", "y")).toBeNull();
  });
});

describe("pinning", () => {
  test("in all panels removes the run's other pins, and nobody else's", () => {
    const pins = made(
      best(["a", "x", 3], ["b", "x", 4]),
      here("a", "y", 1),
      here("b", "y", 2),
      everywhere("a", "y", 9),
    );
    expect(shown(pins, "a", "x")).toBe("everywhere 9");
    expect(shown(pins, "a", "y")).toBe("everywhere 9");
    expect(shown(pins, "b", "x")).toBe("best 4");
    expect(shown(pins, "b", "y")).toBe("here 2");
    expect(pins.here.has("a/y")).toBe(false);
  });

  test("in all panels anew takes in the panels that were excluded", () => {
    const pins = made(
      everywhere("a", "x", 5),
      { type: "unpinHere", run: "a", key: "y" },
      everywhere("a", "x", 6),
    );
    expect(shown(pins, "a", "y")).toBe("everywhere 6");
  });

  test("in this panel excludes it from what is pinned in all panels", () => {
    const pins = made(everywhere("a", "x", 5), here("a", "x", 1));
    expect(shown(pins, "a", "x")).toBe("here 1");
    expect(shown(pins, "a", "y")).toBe("everywhere 5");
    expect(pins.excluded).toEqual(new Set(["a/x"]));
  });

  test("in this panel stands in for the best step that was found there", () => {
    const pins = made(best(["a", "x", 3], ["a", "y", 4]), here("a", "x", 1));
    expect(shown(pins, "a", "x")).toBe("here 1");
    expect(shown(pins, "a", "y")).toBe("best 4");
  });

  test("the sample is remembered in the panel it was pinned in only", () => {
    const pins = made(everywhere("a", "x", 5, 2));
    expect(pinOf(pins, "a", "x")?.index).toBe(2);
    expect(pinOf(pins, "a", "y")?.index).toBeNull();
    expect(pinOf(made(here("a", "x", 5, 3)), "a", "x")?.index).toBe(3);
  });
});

test("another sample can be shown where one is remembered", () => {
  const turn: PinAction = { type: "turn", run: "a", key: "x", index: 4 };
  for (const action of [here("a", "x", 5, 1), everywhere("a", "x", 5, 1)]) {
    expect(pinOf(made(action, turn), "a", "x")).toMatchObject({
      source: action.type === "pinHere" ? "here" : "everywhere",
      step: 5,
      index: 4,
    });
  }
  const elsewhere = made(everywhere("a", "y", 5, 1));
  expect(changePins(elsewhere, turn)).toBe(elsewhere);
});

describe("best steps", () => {
  test("replace all pins of all panels and all best steps; those of single panels stay, and lose", () => {
    const before = made(best(["c", "x", 9]), everywhere("b", "x", 5), here("a", "x", 1), here("a", "y", 2));
    const pins = changePins(before, best(["a", "x", 3]));
    expect(shown(pins, "a", "x")).toBe("best 3");
    expect(pins.here.get("a/x")).toEqual({ step: 1, index: 0 });
    expect(shown(pins, "a", "y")).toBe("here 2");
    expect(shown(pins, "b", "x")).toBeNull();
    expect(shown(pins, "c", "x")).toBeNull();
    expect(shown(changePins(pins, { type: "unpinHere", run: "a", key: "x" }), "a", "x")).toBe("here 1");
  });

  test("of a metric alone holds the run in all panels, also those excluded before", () => {
    const pins = made(everywhere("a", "x", 5), here("a", "x", 1), best(["a", null, 8]));
    expect(shown(pins, "a", "x")).toBe("best 8");
    expect(shown(pins, "a", "y")).toBe("best 8");
    expect(pinOf(pins, "a", "y")?.everywhere).toBe(true);
  });

  test("tell where they come from", () => {
    const pins = made({
      type: "pinBest",
      search,
      pins: [
        { run: "a", key: "x", ...found(55, { metricStep: 50, tiedStep: 45, tiedValues: 3, value: 0.1 }) },
      ],
    });
    expect(pinOf(pins, "a", "x")?.best).toEqual({
      metric: "val/loss",
      figure: "min",
      tolerance: 20,
      step: 55,
      metricStep: 50,
      tiedStep: 45,
      tiedValues: 3,
      value: 0.1,
    });
  });

  test("the tied alternative can be taken, and gives way again", () => {
    const pins = made(
      {
        type: "pinBest",
        search,
        pins: [{ run: "a", key: "x", ...found(55, { metricStep: 50, tiedStep: 45 }) }],
      },
      { type: "takeTied", run: "a", key: "x" },
    );
    expect(pinOf(pins, "a", "x")).toMatchObject({ step: 45, best: { tiedStep: 55, metricStep: 50 } });
    expect(pinOf(changePins(pins, { type: "takeTied", run: "a", key: "x" }), "a", "x")?.step).toBe(55);
    expect(changePins(NO_PINS, { type: "takeTied", run: "a", key: "x" })).toBe(NO_PINS);
  });

  test("none at all leaves no search behind", () => {
    expect(made(best()).search).toBeNull();
  });
});

describe("unpinning", () => {
  test("here leaves all other panels pinned", () => {
    const pins = made(everywhere("a", "x", 5), { type: "unpinHere", run: "a", key: "x" });
    expect(shown(pins, "a", "x")).toBeNull();
    expect(shown(pins, "a", "y")).toBe("everywhere 5");
  });

  test("here of a pin of this panel does not bring back what it was excluded from", () => {
    const pins = made(everywhere("a", "x", 5), here("a", "x", 1), { type: "unpinHere", run: "a", key: "x" });
    expect(shown(pins, "a", "x")).toBeNull();
  });

  test("everywhere takes the run's pins of all panels and its exclusions; those of single panels stay", () => {
    const pins = made(
      everywhere("a", "x", 5),
      here("a", "y", 1),
      everywhere("b", "x", 6),
      { type: "unpinHere", run: "a", key: "z" },
      { type: "unpinEverywhere", run: "a" },
    );
    expect(shown(pins, "a", "x")).toBeNull();
    expect(shown(pins, "a", "y")).toBe("here 1");
    expect(shown(pins, "b", "x")).toBe("everywhere 6");
    expect(pins.excluded.size).toBe(0);
  });

  test("everywhere takes the best steps of all panels of the run", () => {
    const pins = made(best(["a", "x", 3], ["a", "y", 4], ["b", "x", 5]), {
      type: "unpinEverywhere",
      run: "a",
    });
    expect(shown(pins, "a", "y")).toBeNull();
    expect(shown(pins, "b", "x")).toBe("best 5");
  });

  test("clear takes all of it", () => {
    const pins = made(best(["a", "x", 3]), everywhere("b", "x", 5), here("c", "x", 1), { type: "clear" });
    expect(countPins(pins)).toBe(0);
    expect(pins).toEqual(NO_PINS);
  });
});

test("runs and keys of any name are told apart", () => {
  const pins = made(here("a/b", "c", 1), here("a", "b/c", 2));
  expect(shown(pins, "a/b", "c")).toBe("here 1");
  expect(shown(pins, "a", "b/c")).toBe("here 2");
  expect([...pins.here.keys()].map(runOf)).toEqual(["a/b", "a"]);
});
