import { expect, test } from "vitest";
import { changedWords } from "./words";

test("an edit is told in words, with what stood there before", () => {
  const words = changedWords(
    { name: "better", notes: "b", tags_added: ["x", "y"], archived: true },
    { name: "one", notes: "a", tags_removed: ["x", "y"], archived: false },
  );
  expect(words).toEqual([
    { what: "Name changed: better", before: "one", after: "better" },
    { what: "Notes changed", before: "a", after: "b" },
    { what: "Tagged x, y", before: "", after: "x, y" },
    { what: "Put into the archive", before: "no", after: "yes" },
  ]);
  expect(changedWords({ tags_removed: ["x"], binned: false }, {}).map(({ what }) => what)).toEqual([
    "Tags taken off: x",
    "Taken out of the bin",
  ]);
});
