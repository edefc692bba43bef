import { expect, test } from "vitest";
import { readView, writeView } from "@/route/search";
import { changePins, NO_PINS, type PinAction, pinOf } from "./pins";
import { pinView, readPins, writePins } from "./pinView";

const RUN = "a/b r_%@?";
const KEY = "val/ä@1_2 &=";

const ACTIONS: PinAction[] = [
  { type: "pinHere", run: RUN, key: KEY, step: -3, index: 2 },
  { type: "pinEverywhere", run: RUN, key: KEY, step: 9_007_199_254_740_991, index: 1 },
  { type: "unpinHere", run: RUN, key: "other" },
  {
    type: "pinBest",
    search: { metric: KEY, figure: "max", tolerance: 0 },
    pins: [
      { run: RUN, key: KEY, step: 55, metricStep: 50, value: -1.5e-7, tiedValues: 3, tiedStep: 45 },
      { run: "c", key: null, step: 0, metricStep: 0, value: 1e21, tiedValues: 1, tiedStep: null },
    ],
  },
  { type: "pinHere", run: "d", key: "x", step: 1, index: 0 },
];

test("every pin survives the address", () => {
  let pins = NO_PINS;
  for (const action of ACTIONS) {
    pins = changePins(pins, action);
    expect(readPins(readView(pinView, writeView(pinView, "run=1", writePins(pins))))).toEqual(pins);
  }
  expect(pinOf(pins, RUN, KEY)?.best).toMatchObject({ metric: KEY, value: -1.5e-7, tiedStep: 45 });
});

test("a search without media is told from one within zero steps", () => {
  const search = { metric: "loss", figure: "min", tolerance: null } as const;
  const pin = { run: "a", key: null, step: 1, metricStep: 1, value: 1, tiedValues: 1, tiedStep: null };
  const pins = changePins(NO_PINS, { type: "pinBest", search, pins: [pin] });
  expect(readPins(writePins(pins)).search).toEqual(search);
});

test("thousands of best steps fit into an address", () => {
  const keys = Array.from({ length: 51 }, (_, at) => `val/sample_${at}`);
  const found = Array.from({ length: 100 }, (_, run) =>
    keys.map((key, at) => ({
      run: `run-${run}`,
      key,
      step: at < 40 ? 990 : 980,
      metricStep: 991 - run,
      value: Math.sqrt(run),
      tiedValues: 1,
      tiedStep: null,
    })),
  ).flat();
  const search = { metric: "loss", figure: "min", tolerance: 20 } as const;
  const pins = changePins(NO_PINS, { type: "pinBest", search, pins: found });
  const address = writeView(pinView, "", writePins(pins));
  expect(address.length).toBeLessThan(20_000); // servers refuse requests of 64 KiB
  expect(readPins(readView(pinView, address))).toEqual(pins);
});

test("a best step of a panel by its name is read too", () => {
  const read = { pinhere: null, pinall: null, pinoff: null, bestkey: null, bestin: null };
  const pins = readPins({ ...read, best: ["min_20@loss"], beststep: ["55_50_0.1_1_45@a%2Fb/val/x"] });
  expect(pinOf(pins, "a/b", "val/x")).toMatchObject({ step: 55, best: { metricStep: 50, tiedStep: 45 } });
});

test("no pins write nothing", () => {
  expect(writeView(pinView, "", writePins(NO_PINS))).toBe("");
});

test("nonsense is left out", () => {
  const nonsense = ["", "@", "x@a/b", "3", "3@a"];
  const read = {
    pinhere: nonsense,
    pinall: ["x@a"],
    pinoff: ["a"],
    best: ["most_3@x"],
    beststep: ["1_2@a"],
    bestkey: ["x"],
    bestin: ["1_2_3@a/", "1_2_3@a/7-1e9", "1_2_3@a", "1_2@a/0"],
  };
  expect(readPins(read)).toEqual(NO_PINS);
  expect(readPins({ ...read, pinhere: ["3@%E0%A4%A/x"] })).toEqual(NO_PINS);
});
