import { expect, test } from "vitest";
import { ALL_PICKS, countPicks, isPicked, NO_PICKS, pickedFilter, setPicked, targetOf } from "./picks";

const LISTED = { project: "cv", filter: "state = failed or tag = old", place: "active", total: 100 } as const;

test("some runs are picked by their ids, whatever the filter lists", () => {
  const picks = setPicked(setPicked(NO_PICKS, ["a", "b", "c"], true), ["b"], false);
  expect(["a", "b", "c"].map((id) => isPicked(picks, id))).toEqual([true, false, true]);
  expect(countPicks(picks, 100)).toBe(2);
  expect(targetOf(picks, LISTED)).toEqual({ runs: ["a", "c"] });
  expect(pickedFilter(picks, LISTED.filter)).toBe("id in (a, c)");
});

test("all that is listed is a selection of the server's, as large as the reader sees it", () => {
  expect(targetOf(ALL_PICKS, LISTED)).toEqual({
    selection: { project: "cv", filter: LISTED.filter, place: "active" },
    expected_runs: 100,
  });
});

test("runs can be left out of all, and taken in again", () => {
  const picks = setPicked(setPicked(ALL_PICKS, ["a", "long/näme ✓"], false), ["a"], true);
  expect(isPicked(picks, "a")).toBe(true);
  expect(isPicked(picks, "long/näme ✓")).toBe(false);
  expect(countPicks(picks, 100)).toBe(99);
  expect(targetOf(picks, LISTED)).toEqual({
    selection: {
      project: "cv",
      filter: '(state = failed or tag = old) and id not in ("long/näme ✓")',
      place: "active",
    },
    expected_runs: 99,
  });
});
