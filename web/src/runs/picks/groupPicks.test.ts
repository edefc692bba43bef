import { expect, test } from "vitest";
import type { GroupEntry } from "../rows";
import { isWithin, markOfRuns } from "./groupPicks";
import { ALL_PICKS, NO_PICKS, setPicked } from "./picks";

test("a group is picked when all its runs are, and in part when some are", () => {
  const picks = setPicked(NO_PICKS, ["a", "b"], true);
  expect(markOfRuns(picks, ["a", "b"], 2)).toBe("all");
  expect(markOfRuns(picks, ["a", "b"], 3)).toBe("some");
  expect(markOfRuns(picks, ["a", "c"], 2)).toBe("some");
  expect(markOfRuns(picks, ["c"], 1)).toBe("none");
  expect(markOfRuns(picks, [], 5)).toBe("none");
});

test("of all that is listed, a group is picked but for what was left out", () => {
  expect(markOfRuns(ALL_PICKS, [], 5)).toBe("all");
  const picks = setPicked(ALL_PICKS, ["a"], false);
  expect(markOfRuns(picks, ["a", "b"], 2)).toBe("some");
  expect(markOfRuns(picks, ["a"], 1)).toBe("none");
  expect(markOfRuns(picks, ["b"], 9)).toBe("all");
});

test("a group lies within those whose values begin its own, in the same table", () => {
  const entry = (values: string[], among = "") =>
    ({
      id: JSON.stringify(values),
      level: values.length,
      among,
      question: { project: "p", place: "active" },
    }) as unknown as GroupEntry;
  expect(isWithin(entry(["a", "1"]), entry(["a"]))).toBe(true);
  expect(isWithin(entry(["a", "1", "x"]), entry(["a"]))).toBe(true);
  expect(isWithin(entry(["ab", "1"]), entry(["a"]))).toBe(false);
  expect(isWithin(entry(["a"]), entry(["a", "1"]))).toBe(false);
  expect(isWithin(entry(["a", "1"], "state = failed"), entry(["a"]))).toBe(false);
});
