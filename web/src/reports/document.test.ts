import { expect, test } from "vitest";
import type { Json } from "@/api/types";
import { lineParams } from "@/charts/settings/params";
import { addPanel, changeSettings, movePanel, removePanel } from "@/charts/workspace/edits";
import {
  appendPanel,
  beginning,
  insertBlock,
  moveBlock,
  newestRuns,
  type ReportDocument,
  readReport,
  removeBlock,
  withWorkspace,
  workspaceOf,
  writeReport,
} from "./document";

const EMPTY: ReportDocument = { page: "report", blocks: [] };
const LOSS = { kind: "lines", title: "", columns: 1, rows: 1, entries: [["metric", "loss"]] } as const;

/** As the server gives it back. */
const kept = (report: ReportDocument) => readReport(JSON.parse(JSON.stringify(writeReport(report))));

function filled(): ReportDocument {
  let report = insertBlock(EMPTY, { kind: "text", text: "# What was tried\n\nTwo rates." });
  report = appendPanel(report, newestRuns(5, "tag = good"), LOSS);
  report = appendPanel(report, newestRuns(5, "tag = good"), { ...LOSS, title: "Again", columns: 2 });
  return appendPanel(
    report,
    { ids: ["a", "b"] },
    {
      ...LOSS,
      kind: "table",
      entries: [
        ["field", "a"],
        ["field", "b"],
      ],
    },
  );
}

test("a report survives being saved", () => {
  const report = filled();
  expect(report.blocks.map(({ kind }) => kind)).toEqual(["text", "panels", "panels"]);
  expect(kept(report)).toEqual(report);
});

test("what a script leaves out, or writes as numbers, is understood", () => {
  const report = readReport({
    page: "report",
    blocks: [
      {
        kind: "panels",
        panels: [{ kind: "lines", settings: { metric: "loss", log: true, sm: 0.6 } }, { kind: "lines" }],
      },
      { kind: "panels", runs: { ids: ["a", 3] }, panels: "none", settings: { x: "relative" } },
      { kind: "film" },
      "words",
      { kind: "text" },
    ],
  });
  expect(report?.blocks.map(({ id, kind }) => [id, kind])).toEqual([
    ["1", "panels"],
    ["2", "panels"],
    ["4", "text"],
  ]);
  const [first, second] = report?.blocks ?? [];
  if (first?.kind !== "panels" || second?.kind !== "panels") throw new Error("They are panels.");
  expect(first.runs).toEqual(newestRuns(20));
  expect(first.panels.map(({ id, entries }) => [id, entries])).toEqual([
    [
      "1",
      [
        ["metric", "loss"],
        ["log", "1"],
        ["sm", "0.6"],
      ],
    ],
    ["2", []],
  ]);
  expect([second.runs, second.settings]).toEqual([{ ids: ["a"] }, [["x", "relative"]]]);
});

test("a document of another page is no report", () => {
  const documents: Json[] = [null, 3, "x", [], {}, { page: "charts", search: "" }, { page: "report" }];
  for (const document of documents) expect(readReport(document)).toBeNull();
});

test("panels are changed, moved, copied and removed as on the page of charts", () => {
  const report = filled();
  const block = (now: ReportDocument) => {
    const found = now.blocks[1];
    if (found?.kind !== "panels") throw new Error("It is of panels.");
    return found.panels.map(({ id, title, entries }) => [id, title, Object.fromEntries(entries)]);
  };
  expect(withWorkspace(report, workspaceOf(report))).toEqual(report);
  const moved = withWorkspace(report, movePanel(workspaceOf(report), "2", "1"));
  expect(block(moved).map(([id]) => id)).toEqual(["2", "1"]);
  const log = withWorkspace(moved, changeSettings(workspaceOf(moved), "1", lineParams, { log: true }));
  expect(block(log)[1]).toEqual(["1", "", { metric: "loss", log: "1" }]);
  const [more] = addPanel(workspaceOf(log), { ...LOSS, section: report.blocks[1]?.id ?? "", title: "new" });
  expect(block(withWorkspace(log, more)).map(([id]) => id)).toEqual(["2", "1", "4"]);
  expect(block(withWorkspace(log, removePanel(workspaceOf(log), "2"))).map(([id]) => id)).toEqual(["1"]);
});

test("blocks are moved within the report and removed", () => {
  const report = filled();
  const [text, first, second] = report.blocks.map(({ id }) => id) as [string, string, string];
  const order = (now: ReportDocument) => now.blocks.map(({ id }) => id);
  expect(order(moveBlock(report, second, -1))).toEqual([text, second, first]);
  expect(order(moveBlock(report, text, -1))).toEqual([text, first, second]);
  expect(order(moveBlock(report, second, 1))).toEqual([text, first, second]);
  expect(order(removeBlock(report, first))).toEqual([text, second]);
  expect(order(insertBlock(removeBlock(report, first), { kind: "text", text: "" }, 1))).toEqual([
    text,
    first,
    second,
  ]);
});

test("a report is told by its first words", () => {
  expect(beginning(filled())).toBe("What was tried Two rates.");
  expect(beginning(EMPTY)).toBe("");
});
