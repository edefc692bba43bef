import { expect, test } from "vitest";
import { formatBeside, parseBeside } from "./panes";

test("what stands beside an image survives the address", () => {
  const all = [
    { run: "a@b", step: null },
    { run: "a", step: -5 },
  ];
  expect(parseBeside(all.map(formatBeside))).toEqual(all);
  expect(parseBeside(["nonsense", "x@a"])).toEqual([]);
  expect(parseBeside(null)).toEqual([]);
});
