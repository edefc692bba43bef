import { expect, test } from "vitest";
import { sameRandom } from "../../statistics";
import { importanceOf } from "./importance";

const random = sameRandom(11);
const N = 120;
const lr = Array.from({ length: N }, () => 10 ** -(1 + 4 * random()));
const seed = Array.from({ length: N }, (_, i) => i % 5);
const model = Array.from({ length: N }, () => (random() < 0.5 ? "mlp" : "vit"));
const loss = lr.map(
  (each, i) => Math.abs(Math.log10(each) + 3) + (model[i] === "vit" ? 1.5 : 0) + 0.1 * random(),
);

test("what the result depends on comes out, by a bend that no correlation sees, too", () => {
  const byRate = importanceOf("config.lr", lr, loss);
  const byModel = importanceOf("config.model", model, loss);
  expect(byRate?.explained).toBeGreaterThan(0.1);
  expect(Math.abs(byRate?.correlation ?? 1)).toBeLessThan(0.3);
  expect(byModel?.explained).toBeGreaterThan(0.3);
  expect(byModel?.chance).toBeLessThan(0.01);
  expect(byModel?.correlation).toBeNull();
});

test("what it does not depend on explains nothing, and chance explains as much", () => {
  const bySeed = importanceOf("config.seed", seed, loss);
  expect(bySeed?.explained).toBeLessThan(0.05);
  expect(bySeed?.chance).toBeGreaterThan(0.05);
});

test("chance is told apart: small samples of noise are not important on average", () => {
  let sum = 0;
  for (let round = 0; round < 60; round += 1) {
    const noise = Array.from({ length: 12 }, () => random());
    const classes = Array.from({ length: 12 }, (_, i) => i % 4);
    sum += importanceOf("config.a", classes, noise)?.explained ?? 0;
  }
  expect(sum / 60).toBeLessThan(0.15);
});

test("one run that diverged is not all there is to explain", () => {
  const diverged = loss.with(3, 1e12);
  const before = importanceOf("config.model", model, loss)?.explained ?? 0;
  expect(Math.abs((importanceOf("config.model", model, diverged)?.explained ?? 0) - before)).toBeLessThan(
    0.1,
  );
});

test("too few runs, and what never changes, say nothing", () => {
  expect(importanceOf("config.lr", [1, 2, 3], [1, 2, 3])).toBeNull();
  expect(importanceOf("config.lr", [1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6])).toBeNull();
  expect(importanceOf("config.lr", [1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1])).toBeNull();
  const names = ["a", "b", "c", "d", "e", "f"];
  expect(importanceOf("config.name", names, [1, 2, 3, 4, 5, 6])).toBeNull();
  expect(
    importanceOf("config.lr", [1, undefined, null, 2, 3, 4, 5], [1, 2, 3, Number.NaN, 5, 6, 7]),
  ).toBeNull();
});

test("the same runs give the same figures", () => {
  expect(importanceOf("config.lr", lr, loss)).toEqual(importanceOf("config.lr", lr, loss));
});
