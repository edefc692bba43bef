import { expect, test } from "vitest";
import { BATCH, cutEdits, mergeEdits } from "./batches";

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, place) => `r${from + place}`);

test("edits are cut into batches that keep every run once, in order", () => {
  const edits = [
    { runs: ids(700), changes: { starred: true } },
    { runs: ids(3, 700), changes: { name: "x" } },
    { runs: ids(900, 703), changes: { archived: true } },
  ];
  const batches = cutEdits(edits);
  for (const batch of batches)
    expect(batch.reduce((sum, { runs }) => sum + runs.length, 0)).toBeLessThanOrEqual(BATCH);
  expect(batches.flat().flatMap(({ runs }) => runs)).toEqual(ids(1603));
  expect(mergeEdits(batches.flat())).toEqual(edits);
});
