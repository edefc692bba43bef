import { expect, test } from "vitest";
import { toTsv } from "./csv";

test("a copied table has a line a run and a tab between cells, whatever is in them", () => {
  const rows = [
    ["a1", 0.25, "two\nlines"],
    ["b2", null, "a\ttab"],
    ["c3", Number.NaN, '"quoted", with a comma'],
  ];
  expect(toTsv({ columns: ["id", "summary.acc", "notes"], rows })).toBe(
    ["id\tsummary.acc\tnotes", "a1\t0.25\ttwo lines", "b2\t\ta tab", 'c3\t\t"quoted", with a comma'].join(
      "\n",
    ),
  );
});
