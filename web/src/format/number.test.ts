import { expect, test } from "vitest";
import { formatCount, formatExact, formatNumber, formatTick, plural } from "./number";

test.each([
  [0.42, "0.4200"],
  [-1.5, "−1.500"],
  [256, "256"],
  [0, "0"],
  [12345.678, "12346"],
  [0.00003, "3e−5"],
  [0.000031415, "3.142e−5"],
  [12345678.5, "1.235e7"],
  [1e20, "1e20"],
  [99999.9, "100000"],
  [Number.NaN, "NaN"],
  [Infinity, "+Inf"],
  [-Infinity, "−Inf"],
])("%d is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("exact shows every digit", () => {
  expect(formatExact(0.1 + 0.2)).toBe("0.30000000000000004");
  expect(formatExact(-3e-7)).toBe("−3e−7");
  expect(formatExact(Number.NaN)).toBe("NaN");
});

test("ticks agree on their decimals", () => {
  expect([0, 0.5, 1, 1.5].map((tick) => formatTick(tick, 0.5))).toEqual(["0", "0.5", "1.0", "1.5"]);
  expect([0, 2000, 12000].map((tick) => formatTick(tick, 2000))).toEqual(["0", "2k", "12k"]);
  expect([0.0005, 0.00075].map((tick) => formatTick(tick, 0.00025))).toEqual(["0.00050", "0.00075"]);
  expect(formatTick(1500, 500)).toBe("1.5k");
  expect(formatTick(2.5e6, 5e5)).toBe("2.5M");
  expect([0.0005, 0.001].map((tick) => formatTick(tick, 0.0005))).toEqual(["0.0005", "0.0010"]);
  expect(formatTick(0.00005, 0.00005)).toBe("5e−5");
});

test("counts are grouped", () => {
  expect(formatCount(1234567)).toBe("1\u2009234\u2009567");
  expect([0, 999, 1000, 123456, -1000].map(formatCount)).toEqual([
    "0",
    "999",
    "1\u2009000",
    "123\u2009456",
    "-1\u2009000",
  ]);
  expect(plural(1, "run")).toBe("1 run");
  expect(plural(0, "run")).toBe("0 runs");
});
