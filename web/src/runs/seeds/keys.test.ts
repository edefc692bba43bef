import { expect, test } from "vitest";
import type { VaryingKey } from "@/api/types";
import { distinguishing, isSeed, seedKeys } from "./keys";

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

const varying = (key: string, values: number, type: VaryingKey["type"] = "number", runs = 10) => ({
  key,
  values,
  runs,
  type,
});

test("seeds are found among the settings by their names", () => {
  const config = [varying("lr", 3), varying("seed", 5), varying("data/seed", 5)];
  expect(seedKeys({ config, runs: 10 })).toEqual(["seed", "data/seed"]);
});

test("a path that is another one in each run tells no experiments apart, a learning rate does", () => {
  const config = [
    varying("output_dir", 10, "text"),
    varying("model/name", 3, "text"),
    varying("lr", 10),
    varying("arch", 10, "text"),
    varying("data/path", 2, "text", 2),
  ];
  expect(seedKeys({ config, runs: 10 })).toEqual(["output_dir"]);
});

test("whatever varies tells experiments apart, however much it is, the coarsest first", () => {
  const config = ["a", "b", "c", "d", "e", "f", "g"].map((key, place) => varying(key, 9 - place));
  expect(distinguishing({ config: [...config, varying("seed", 2)], runs: 10 }, ["seed"])).toEqual([
    "g",
    "f",
    "e",
    "d",
    "c",
    "b",
    "a",
  ]);
  expect(distinguishing({ config: [], runs: 0 }, [])).toEqual([]);
});

test("what a few runs lack and all others have alike names no experiment first", () => {
  const config = [
    varying("batch_size", 2, "number", 9),
    varying("augment", 2, "text"),
    varying("lr", 4, "number", 9),
    varying("model/kind", 2, "text", 9),
  ];
  expect(distinguishing({ config, runs: 10 }, [])).toEqual(["augment", "lr", "batch_size", "model/kind"]);
});
