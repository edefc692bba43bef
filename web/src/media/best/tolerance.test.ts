import { beforeEach, expect, test, vi } from "vitest";
import { parseTolerance, rememberedTolerance, rememberTolerance } from "./tolerance";

beforeEach(() => {
  const store = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
});

test.each([
  ["0", 0],
  ["20", 20],
  [" 100,000 ", 100_000],
  ["100001", null],
  ["-1", null],
  ["1.5", null],
  ["", null],
  ["many", null],
])("%o is %s", (text, value) => {
  expect(parseTolerance(text)).toBe(value);
});

test("each project remembers its own", () => {
  rememberTolerance("a", 500);
  expect(rememberedTolerance("a")).toBe(500);
  expect(rememberedTolerance("b")).toBe(20);
});
