import { expect, test } from "vitest";
import { distinguishing, isSeed, seedKeys, settingsToAsk } from "./keys";

test.each([
  "seed",
  "data_seed",
  "train/seed",
  "random_state",
  "model.random_state",
  "torch-seed",
  "dataSeed",
  "rng",
])("%s is a seed", (key) => expect(isSeed(key)).toBe(true));

test.each(["seeding", "lr", "seed_model/width", "proceed", "random_crop", "linseed", "state"])(
  "%s is none",
  (key) => expect(isSeed(key)).toBe(false),
);

const column = (key: string, runs = 10) => ({ key, runs, type: "number" as const });

test("seeds are found among the settings, and the others asked about, the commonest first", () => {
  const columns = {
    config: [column("rare", 1), column("lr"), column("seed"), column("data/seed")],
    summary: [],
  };
  expect(seedKeys(columns)).toEqual(["seed", "data/seed"]);
  expect(settingsToAsk(columns, ["seed", "lr"])).toEqual(["data/seed", "rare"]);
});

test("what varies tells experiments apart, the coarsest first, and no more than the API groups by", () => {
  const variations = [
    { key: "path", values: 80 },
    { key: "same", values: 1 },
    ...["a", "b", "c", "d", "e"].map((key, place) => ({ key, values: 2 + place })),
  ];
  expect(distinguishing(variations)).toEqual(["a", "b", "c", "d", "e"]);
  expect(distinguishing([{ key: "same", values: 1 }])).toEqual([]);
});
