import { expect, test } from "vitest";
import type { RunGroup, Spread } from "@/api/types";
import { findingOf, luckOf } from "./findings";

const spread = (values: readonly number[]): Spread => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return {
    count: values.length,
    mean,
    std: values.length > 1 ? std : null,
    stderr: null,
    min: Math.min(...values),
    max: Math.max(...values),
    median: null,
    q25: null,
    q75: null,
    ci_low: null,
    ci_high: null,
  };
};
const group = (name: string, values: readonly number[]): RunGroup => ({
  values: [name],
  runs: values.length,
  states: {},
  aggregates: { "summary.acc": spread(values) },
});

const good = group("good", [0.93, 0.94, 0.92, 0.935]);
const near = group("near", [0.91, 0.95, 0.9, 0.945]);
const bad = group("bad", [0.8, 0.81, 0.79, 0.805]);
const single = group("single", [0.99]);

test("the best mean leads, and what is within noise of it is told", () => {
  const finding = findingOf([bad, near, good, single], "summary.acc", "higher");
  expect(finding?.leader).toBe(good);
  expect(finding?.compared).toBe(2);
  expect([...(finding?.within ?? [])]).toEqual([near]);
});

test("where less is better, the least mean leads", () => {
  const finding = findingOf([good, bad, near], "summary.acc", "lower");
  expect(finding?.leader).toBe(bad);
  expect(finding?.within.size).toBe(0);
});

test("one seed says nothing", () => {
  expect(findingOf([single], "summary.acc", "higher")).toBeNull();
  expect(luckOf(spread([1, 2]), "higher")).toBeNull();
  expect(luckOf(spread([1, 1, 1]), "higher")).toBeNull();
});

test("the best of many is what chance gives, unless it stands out", () => {
  const even = luckOf(spread([1, 2, 3, 4, 5]), "higher");
  expect(even?.best).toBe(5);
  expect(even?.expected).toBeCloseTo(3 + (1.16296 * Math.sqrt(2.5)) / 0.939986, 4);
  expect(even?.isChance).toBe(true);
  const outlier = [...Array.from({ length: 30 }, (_, place) => (place % 3) * 0.001), 1];
  expect(luckOf(spread(outlier), "higher")?.isChance).toBe(false);
  expect(luckOf(spread(outlier.map((value) => -value)), "lower")?.isChance).toBe(false);
});

/** Draws from a standard normal distribution, the same ones each time. */
function* draws(): Generator<number, never> {
  let state = 12_345;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  while (true) yield Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
const some = (source: Generator<number, never>, count: number): number[] =>
  Array.from({ length: count }, () => source.next().value);

test.each([
  [3, 4_000],
  [5, 4_000],
  [12, 4_000],
])(
  "of %d seeds that differ by chance alone, the best is told as more than chance in one case of twenty",
  (count, rounds) => {
    const source = draws();
    let told = 0;
    let off = 0;
    for (let round = 0; round < rounds; round += 1) {
      const luck = luckOf(spread(some(source, count)), "higher");
      if (luck === null) throw new Error("normal draws differ");
      if (!luck.isChance) told += 1;
      off += luck.best - luck.expected;
    }
    expect(told / rounds).toBeGreaterThan(0.03);
    expect(told / rounds).toBeLessThan(0.062);
    // What is to be expected is what comes on average.
    expect(Math.abs(off / rounds)).toBeLessThan(0.05);
  },
);

test("a best that does not belong to its four companions is found among five", () => {
  expect(luckOf(spread([0.9, 0.901, 0.899, 0.9, 0.95]), "higher")?.isChance).toBe(false);
});

test.each([2, 5, 12])("of %d experiments that are equal, hardly ever one is told to be behind", (groups) => {
  const source = draws();
  const rounds = 1_500;
  let wrong = 0;
  for (let round = 0; round < rounds; round += 1) {
    const all = Array.from({ length: groups }, (_, place) => group(`g${place}`, some(source, 5)));
    const finding = findingOf(all, "summary.acc", "higher");
    if (finding === null || finding.within.size < finding.compared) wrong += 1;
  }
  expect(wrong / rounds).toBeLessThan(0.06);
});

test("experiments that are far apart are told apart, however many there are", () => {
  const source = draws();
  const all = Array.from({ length: 20 }, (_, place) =>
    group(
      `g${place}`,
      some(source, 5).map((value) => value + 12 * place),
    ),
  );
  expect(findingOf(all, "summary.acc", "higher")?.within.size).toBe(0);
});
