import { expect, test } from "vitest";
import { compilePattern } from "@/ui/pattern";
import { addAlias, changeTag, removeAlias } from "./change";
import { valueChanges } from "./diff/metadata";
import { listRows } from "./listRows";
import { inOrder, routeOfName, routeOfNode } from "./names";

const version = (number: number, aliases: string[]) => ({
  id: `id${number}`,
  collection: "c",
  name: "data",
  number,
  aliases,
});

test("an alias that moves is brought back to whom it was taken from", () => {
  const all = [version(0, ["best"]), version(1, ["latest"])];
  const moved = addAlias(version(1, ["latest"]), "best", all);
  expect(moved.edit).toEqual({ collection: "c", version: "id1", aliases_added: ["best"] });
  expect(moved.undo).toEqual({ collection: "c", version: "id0", aliases_added: ["best"] });
  expect(moved.what).toContain("from v0");
  expect(addAlias(version(1, []), "new", all).undo).toEqual({
    collection: "c",
    version: "id1",
    aliases_removed: ["new"],
  });
  expect(removeAlias(version(0, ["best"]), "best").undo).toEqual({
    collection: "c",
    version: "id0",
    aliases_added: ["best"],
  });
});

test("a tag of a collection is said of no version", () => {
  const { edit, undo } = changeTag({ collection: "c", called: "data" }, "raw", false);
  expect([edit, undo]).toEqual([
    { collection: "c", tags_removed: ["raw"] },
    { collection: "c", tags_added: ["raw"] },
  ]);
});

test("only metadata that differ are told, NaN being NaN and null a value", () => {
  const before = { rows: 3, deep: { a: 1, b: Number.NaN }, gone: null, list: [1, 2] };
  const after = { rows: 4, deep: { a: 1, b: Number.NaN }, list: [1, 3], fresh: "x" };
  expect(valueChanges(before, after)).toEqual([
    { key: "fresh", before: undefined, after: "x" },
    { key: "gone", before: null, after: undefined },
    { key: "list", before: [1, 2], after: [1, 3] },
    { key: "rows", before: 3, after: 4 },
  ]);
});

test("names lead to versions", () => {
  expect(routeOfName("cv/digits/data:v3")).toEqual({
    page: "version",
    project: "cv/digits",
    name: "data",
    version: "v3",
  });
  expect(routeOfName("data:v3")).toBeNull();
  const node = {
    kind: "version",
    label: "data:v3",
    project: "cv",
    group: "",
    state: "deleted",
    time: 0,
    more: false,
  } as const;
  expect(routeOfNode({ ...node, id: "version:1a" })?.search).toBe("id=1a");
  expect(inOrder(["latest", "best", "a"])).toEqual(["a", "best", "latest"]);
});

test("collections stand under their types, what was changed last first", () => {
  const collection = (name: string, type: string, updated_time: number) => ({
    id: name,
    project: "cv",
    name,
    type,
    description: "",
    tags: [],
    versions: 1,
    size_bytes: 0,
    latest: 0,
    created_time: 0,
    updated_time,
    is_registry: false,
    aliases: { best: 0 },
    run: null,
    run_name: null,
  });
  const all = [collection("a", "model", 1), collection("b", "dataset", 1), collection("c", "model", 2)];
  const names = (search: string, type = "") =>
    listRows(all, compilePattern(search), type).map((row) =>
      row.kind === "type" ? `# ${row.type}` : row.collection.name,
    );
  expect(names("")).toEqual(["# dataset", "b", "# model", "c", "a"]);
  expect(names("", "model")).toEqual(["# model", "c", "a"]);
  expect(names("/a$")).toEqual([]);
  expect(names("best")).toHaveLength(5);
});
