import { expect, test } from "vitest";
import { firstLines, lineCount, parseDiff, sideBySide } from "./diff";

const MODIFIED = `diff --git a/train.py b/train.py
index 3f2a1c9..8be01d2 100644
--- a/train.py
+++ b/train.py
@@ -12,3 +12,4 @@ def schedule(step):
 same
-old
+new
+more
 same
@@ -40 +41 @@
-a
+b
`;

test("hunks are numbered on both sides", () => {
  const [file] = parseDiff(MODIFIED);
  expect(file).toMatchObject({ path: "train.py", change: "modified", added: 3, removed: 2 });
  expect(file?.hunks.map((hunk) => hunk.heading)).toEqual(["def schedule(step):", ""]);
  expect(file?.hunks[0]?.lines.map((line) => [line.kind, line.before, line.after])).toEqual([
    ["context", 12, 12],
    ["removed", 13, null],
    ["added", null, 13],
    ["added", null, 14],
    ["context", 14, 15],
  ]);
  expect(file?.hunks[1]?.lines.map((line) => line.text)).toEqual(["a", "b"]);
});

test("added, deleted, renamed and binary files", () => {
  const files = parseDiff(`diff --git a/new.txt b/new.txt
new file mode 100644
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+hello
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-bye
diff --git a/a b.bin b/c d.bin
similarity index 90%
rename from a b.bin
rename to c d.bin
Binary files a/a b.bin and b/c d.bin differ
`);
  expect(files.map((file) => [file.path, file.change, file.from, file.binary])).toEqual([
    ["new.txt", "added", null, false],
    ["gone.txt", "deleted", null, false],
    ["c d.bin", "renamed", "a b.bin", true],
  ]);
  expect(files[0]?.hunks[0]?.lines.at(-1)).toMatchObject({ kind: "note", text: "No newline at end of file" });
});

test("content that looks like a head stays content", () => {
  const [file] = parseDiff(`diff --git a/q.sql b/q.sql
--- a/q.sql
+++ b/q.sql
@@ -1,2 +1,2 @@
--- a comment
+++ an odd line
 diff --git a/x b/x
`);
  expect(file?.hunks[0]?.lines.map((line) => [line.kind, line.text])).toEqual([
    ["removed", "-- a comment"],
    ["added", "++ an odd line"],
    ["context", "diff --git a/x b/x"],
  ]);
});

test("nothing is no file", () => {
  expect(parseDiff("")).toEqual([]);
  expect(parseDiff("not a diff\n")).toEqual([]);
});

test("a long file is cut within a hunk", () => {
  const [file] = parseDiff(MODIFIED);
  if (!file) throw new Error("no file");
  expect(lineCount(file)).toBe(7);
  expect(firstLines(file.hunks, 3).map((hunk) => hunk.lines.length)).toEqual([3]);
  expect(firstLines(file.hunks, 6).map((hunk) => hunk.lines.length)).toEqual([5, 1]);
});

test("changed lines stand beside each other", () => {
  const [file] = parseDiff(MODIFIED);
  const told = sideBySide(file?.hunks[0]?.lines ?? []).map(({ left, right }) => [left?.text, right?.text]);
  expect(told).toEqual([
    ["same", "same"],
    ["old", "new"],
    [undefined, "more"],
    ["same", "same"],
  ]);
});

test("two runs of changes in a row keep to themselves", () => {
  const line = (kind: "added" | "removed", text: string) => ({ kind, text, before: null, after: null });
  const lines = [
    line("removed", "a"),
    line("removed", "b"),
    line("added", "A"),
    line("removed", "c"),
    line("added", "C"),
  ];
  expect(sideBySide(lines).map(({ left, right }) => [left?.text, right?.text])).toEqual([
    ["a", "A"],
    ["b", undefined],
    ["c", "C"],
  ]);
});

test("the difference of two patches is a file of its own", () => {
  const files = parseDiff(`--- DIG-7/src/m.py
+++ DIG-8/src/m.py
@@ -2,2 +2,2 @@
 -x
-+y
++z
--- DIG-7/long.py
+++ DIG-8/long.py
@@ 5,004 lines of a patch and 5 lines: too many to show how they differ @@
${MODIFIED}`);
  expect(files.map(({ path, ofPatches, added, removed }) => [path, ofPatches, added, removed])).toEqual([
    ["src/m.py", true, 1, 1],
    ["long.py", true, 0, 0],
    ["train.py", false, 3, 2],
  ]);
  expect(files[0]?.hunks[0]?.lines.map(({ text }) => text)).toEqual(["-x", "+y", "+z"]);
  expect(files[1]?.note).toContain("too many to show");
});
