import { expect, test } from "vitest";
import type { Columns, Varying } from "@/api/types";
import { byInterest, telling } from "./likely";

const column = (key: string, runs: number) => ({ key, runs, type: "number" }) as Columns["config"][number];
const CONFIG = [column("batch_size", 14), column("seed", 14), column("lr", 12), column("width", 13)];
const VARYING: Varying = {
  runs: 14,
  config: ["seed", "lr", "width"].map((key) => ({ key, values: 4, runs: 14, type: "number" })),
};

const keys = (config: Columns["config"]) => config.map(({ key }) => key);

test("what differs between runs comes first, and what is the same in all of them last", () => {
  expect(keys(byInterest(CONFIG, VARYING))).toEqual(["width", "lr", "seed", "batch_size"]);
});

test("what is the same in all runs, or in none, tells nothing", () => {
  expect(keys(telling(CONFIG, VARYING))).toEqual(["lr", "width"]);
  expect(keys(telling(CONFIG, undefined))).toEqual(keys(CONFIG));
  expect(keys(telling(CONFIG, { runs: 14, config: [] }))).toEqual(keys(CONFIG));
});

test("those of most runs come first where nobody knows what differs", () => {
  expect(keys(byInterest(CONFIG, undefined))).toEqual(["batch_size", "seed", "width", "lr"]);
});
