import type { Json } from "@/api/types";
import { type Entries, readEntries, writeEntries } from "@/charts/settings/pack";
import { lineParams } from "@/charts/settings/params";
import { arrangeSections } from "@/charts/workspace/arrange";
import type { PanelChange, Workspace } from "@/charts/workspace/state";
import { MAX_COLUMNS, MAX_ROWS } from "@/charts/workspace/state";

/**
 * What a report holds: blocks from top to bottom, of text or of panels. It is the document of a saved view of the kind
 * `report`, and scripts write it, too, so settings are the plain ones of addresses: `{"metric": "train/loss", "log": 1}`.
 */
export interface ReportDocument {
  page: "report";
  blocks: readonly Block[];
}

export type Block = TextBlock | PanelsBlock;

export interface TextBlock {
  id: string;
  kind: "text";
  /** Markdown. */
  text: string;
}

export interface PanelsBlock {
  id: string;
  kind: "panels";
  runs: RunChoice;
  /** Settings of lines that hold for all panels of the block. */
  settings: Entries;
  panels: readonly ReportPanel[];
}

/** Panels carry ids that no other of the report has. */
export type ReportPanel = Omit<PanelChange, "kind" | "section" | "removed"> & { kind: string };

/** Which runs a block shows: these, whatever comes, or the first that a filter lets through at the time of reading. */
export type RunChoice =
  | { ids: readonly string[] }
  | { filter: string; sort: readonly string[]; most: number };

export const MOST_RUNS = 100;
const NEWEST_FIRST = ["-created_time"];

export const newestRuns = (most: number, filter = ""): RunChoice => ({ filter, sort: NEWEST_FIRST, most });

export const isFixed = (choice: RunChoice): choice is { ids: readonly string[] } => "ids" in choice;

type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

const within = (value: Json | undefined, most: number, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value)
    ? Math.min(most, Math.max(1, Math.round(value)))
    : otherwise;

/** null for a document that is no report: another version may have written it. */
export function readReport(document: Json | undefined): ReportDocument | null {
  if (!isObject(document) || document.page !== "report" || !Array.isArray(document.blocks)) return null;
  const blocks = document.blocks.filter(isObject);
  const ids = new Names();
  const panels = new Names();
  return {
    page: "report",
    blocks: blocks.flatMap((block): Block[] => {
      const id = ids.give(textOf(block.id));
      if (block.kind === "text") return [{ id, kind: "text", text: textOf(block.text) }];
      if (block.kind !== "panels") return [];
      return [
        {
          id,
          kind: "panels",
          runs: readRuns(block.runs),
          settings: readSettings(block.settings),
          panels: (Array.isArray(block.panels) ? block.panels : []).filter(isObject).map((panel) => ({
            id: panels.give(textOf(panel.id)),
            kind: textOf(panel.kind),
            title: textOf(panel.title),
            columns: within(panel.columns, MAX_COLUMNS, 1),
            rows: within(panel.rows, MAX_ROWS, 1),
            entries: readSettings(panel.settings),
          })),
        },
      ];
    }),
  };
}

/** Names that differ from each other: what has none, or one that is taken, gets a number. */
class Names {
  private readonly taken = new Set<string>();

  give(wanted: string): string {
    let name = wanted;
    for (let number = 1; name === "" || this.taken.has(name); number += 1) name = String(number);
    this.taken.add(name);
    return name;
  }
}

function readRuns(runs: Json | undefined): RunChoice {
  if (!isObject(runs)) return newestRuns(20);
  if (Array.isArray(runs.ids)) return { ids: textsOf(runs.ids).slice(0, MOST_RUNS) };
  const sort = textsOf(runs.sort);
  return {
    filter: textOf(runs.filter),
    sort: sort.length > 0 ? sort : NEWEST_FIRST,
    most: within(runs.most, MOST_RUNS, 20),
  };
}

function readSettings(settings: Json | undefined): Entries {
  if (!isObject(settings)) return [];
  return Object.entries(settings).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each): [string, string][] => {
      if (typeof each === "string") return [[name, each]];
      if (typeof each === "number") return [[name, String(each)]];
      return typeof each === "boolean" ? [[name, each ? "1" : "0"]] : [];
    }),
  );
}

function writeSettings(entries: Entries): JsonObject {
  const settings: JsonObject = {};
  for (const [name, value] of entries) {
    const known = settings[name];
    settings[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return settings;
}

/** The document as the server keeps it. */
export function writeReport({ blocks }: ReportDocument): Json {
  return {
    page: "report",
    blocks: blocks.map((block): Json => {
      if (block.kind === "text") return { ...block };
      const { id, kind, runs, settings, panels } = block;
      return {
        id,
        kind,
        runs: isFixed(runs) ? { ids: [...runs.ids] } : { ...runs, sort: [...runs.sort] },
        settings: writeSettings(settings),
        panels: panels.map(({ entries, ...panel }) => ({ ...panel, settings: writeSettings(entries) })),
      };
    }),
  };
}

/** The panels of all blocks as one workspace, a section a block, so that what is done with panels elsewhere is done here, too. */
export function workspaceOf({ blocks }: ReportDocument): Workspace {
  const sections: [string, object][] = [];
  const panels: [string, PanelChange][] = [];
  for (const block of blocks) {
    if (block.kind !== "panels") continue;
    sections.push([block.id, readEntries(lineParams, block.settings)]);
    for (const panel of block.panels)
      panels.push([panel.id, { ...panel, section: block.id, removed: false }]);
  }
  return { sections: new Map(sections), rules: new Map(), panels: new Map(panels), moves: [] };
}

/** The report with its panels as they stand in a workspace. */
export function withWorkspace(report: ReportDocument, workspace: Workspace): ReportDocument {
  const sections = new Map(arrangeSections([], workspace).map(({ name, panels }) => [name, panels]));
  return {
    ...report,
    blocks: report.blocks.map((block) => {
      if (block.kind === "text") return block;
      const panels = (sections.get(block.id) ?? []).flatMap(({ id, kind, columns, rows, change }) =>
        change ? [{ id, kind, columns, rows, title: change.title, entries: change.entries }] : [],
      );
      return { ...block, settings: writeEntries(lineParams, workspace.sections.get(block.id) ?? {}), panels };
    }),
  };
}

const nextId = (blocks: readonly Block[]): string => {
  const taken = new Set(blocks.map(({ id }) => id));
  let number = 1;
  while (taken.has(`b${number}`)) number += 1;
  return `b${number}`;
};

/** Puts a new block at a place, by default at the end. */
export function insertBlock(
  report: ReportDocument,
  block: Omit<TextBlock, "id"> | Omit<PanelsBlock, "id">,
  place = report.blocks.length,
): ReportDocument {
  const made = { ...block, id: nextId(report.blocks) } as Block;
  return { ...report, blocks: report.blocks.toSpliced(place, 0, made) };
}

export function changeBlock(report: ReportDocument, id: string, change: Partial<Block>): ReportDocument {
  return {
    ...report,
    blocks: report.blocks.map((block) => (block.id === id ? ({ ...block, ...change } as Block) : block)),
  };
}

export const removeBlock = (report: ReportDocument, id: string): ReportDocument => ({
  ...report,
  blocks: report.blocks.filter((block) => block.id !== id),
});

/** One place up (-1) or down (1). */
export function moveBlock(report: ReportDocument, id: string, by: -1 | 1): ReportDocument {
  const from = report.blocks.findIndex((block) => block.id === id);
  const block = report.blocks[from];
  const to = from + by;
  if (!block || to < 0 || to >= report.blocks.length) return report;
  return { ...report, blocks: report.blocks.toSpliced(from, 1).toSpliced(to, 0, block) };
}

/** Puts a panel behind all others: into the last block, if it shows the same runs, else into one of its own. */
export function appendPanel(
  report: ReportDocument,
  runs: RunChoice,
  panel: Omit<ReportPanel, "id">,
): ReportDocument {
  const taken = new Set(
    report.blocks.flatMap((block) => (block.kind === "panels" ? block.panels : [])).map(({ id }) => id),
  );
  let number = 1;
  while (taken.has(String(number))) number += 1;
  const made = { ...panel, id: String(number) };
  const last = report.blocks.at(-1);
  if (
    last?.kind === "panels" &&
    last.settings.length === 0 &&
    JSON.stringify(last.runs) === JSON.stringify(runs)
  )
    return changeBlock(report, last.id, { panels: [...last.panels, made] });
  return insertBlock(report, { kind: "panels", runs, settings: [], panels: [made] });
}

/** The first words of a report, for lists. */
export function beginning({ blocks }: ReportDocument): string {
  const first = blocks.find((block) => block.kind === "text" && block.text.trim() !== "");
  if (first?.kind !== "text") return "";
  return first.text
    .replace(/[#*_`>]+/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 140);
}
