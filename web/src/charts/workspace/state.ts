import { list, type Param, searchView, text, type ViewState } from "@/route/search";
import { type Entries, packText, readEntries, unpackText, writeEntries } from "../settings/pack";
import { type LineSettings, lineParams } from "../settings/params";

/**
 * What the reader changed about the panels of a page. Charts of metrics are there by themselves, so only what differs
 * from them is said: settings of sections, sections that gather by a rule, and for each panel its place, size and
 * settings, or that it was added or removed.
 *
 *   section=train~x:relative       the charts of a section
 *   section=Losses~match:loss$     a section of all metrics that a regular expression finds
 *   panel=train/loss~w:2~log:1     a metric's chart
 *   panel=1~kind:scatter~x:…       an added panel; its name is a number
 *   move=train/loss~to:train/acc   a panel was put before another, or (without `to`) behind all
 */
export const workspaceView = searchView({
  section: list(),
  panel: list(),
  move: list(),
  /** Where all this is kept if it is too long for an address. */
  kept: text(),
});

export type WorkspaceText = ViewState<typeof workspaceView>;

const integer = (low: number, high: number): Param<number> => ({
  fallback: 1,
  read: ([value]) => {
    const parsed = Number(value);
    return Number.isInteger(parsed) ? Math.min(high, Math.max(low, parsed)) : undefined;
  },
  write: (value) => [String(value)],
});

export const MAX_COLUMNS = 6;
export const MAX_ROWS = 4;

/** What every panel can say of itself, whatever its kind; no setting of a kind is called like one of these. */
const panelParams = searchView({
  kind: text(),
  in: text(),
  title: text(),
  w: integer(1, MAX_COLUMNS),
  h: integer(1, MAX_ROWS),
  off: integer(0, 1),
});

/** What a section can say besides settings of lines. */
const sectionParams = searchView({ match: text() });

export interface PanelChange {
  id: string;
  /** The kind of an added panel; null for a change of what is there by itself. */
  kind: string | null;
  /** The section of an added panel. */
  section: string;
  /** The reader's own title. */
  title: string;
  columns: number;
  rows: number;
  removed: boolean;
  /** Settings of the kind. */
  entries: Entries;
}

export interface Move {
  id: string;
  before: string | null;
}

export interface Workspace {
  sections: ReadonlyMap<string, Partial<LineSettings>>;
  /** The regular expressions of sections that gather metrics, by the sections' names, in their order. */
  rules: ReadonlyMap<string, string>;
  panels: ReadonlyMap<string, PanelChange>;
  moves: readonly Move[];
}

export const UNCHANGED: Workspace = {
  sections: new Map(),
  rules: new Map(),
  panels: new Map(),
  moves: [],
};

export function unchanged(id: string): PanelChange {
  return { id, kind: null, section: "", title: "", columns: 1, rows: 1, removed: false, entries: [] };
}

function readPanel(packed: string): PanelChange {
  const [id, all] = unpackText(packed);
  const said = readEntries(panelParams, all);
  return {
    id,
    kind: said.kind ?? null,
    section: said.in ?? "",
    title: said.title ?? "",
    columns: said.w ?? 1,
    rows: said.h ?? 1,
    removed: said.off === 1,
    entries: all.filter(([name]) => !(name in panelParams)),
  };
}

function writePanel({
  id,
  kind,
  section,
  title,
  columns,
  rows,
  removed,
  entries,
}: PanelChange): string | null {
  const said = writeEntries(panelParams, {
    ...(kind === null ? {} : { kind, in: section }),
    ...(title === "" ? {} : { title }),
    ...(columns === 1 ? {} : { w: columns }),
    ...(rows === 1 ? {} : { h: rows }),
    ...(removed ? { off: 1 } : {}),
  });
  return said.length + entries.length === 0 ? null : packText(id, [...said, ...entries]);
}

export function readWorkspace({ section, panel, move }: Omit<WorkspaceText, "kept">): Workspace {
  const sections = (section ?? []).map(unpackText);
  return {
    sections: new Map(
      sections.flatMap(([name, entries]) => {
        const settings = readEntries(lineParams, entries);
        return Object.keys(settings).length > 0 ? [[name, settings] as const] : [];
      }),
    ),
    rules: new Map(
      sections.flatMap(([name, entries]) => {
        const { match = "" } = readEntries(sectionParams, entries);
        return match === "" ? [] : [[name, match] as const];
      }),
    ),
    panels: new Map(panel?.map((packed) => [unpackText(packed)[0], readPanel(packed)])),
    moves: (move ?? []).map((packed) => {
      const [id, entries] = unpackText(packed);
      return { id, before: entries.find(([name]) => name === "to")?.[1] ?? null };
    }),
  };
}

const some = (texts: string[]): string[] | null => (texts.length > 0 ? texts : null);

export function writeWorkspace({ sections, rules, panels, moves }: Workspace): Omit<WorkspaceText, "kept"> {
  // Those with a rule first: the order that they are said in is theirs on the page.
  const names = new Set([...rules.keys(), ...sections.keys()]);
  return {
    section: some(
      [...names].flatMap((name) => {
        const match = rules.get(name);
        const entries = [
          ...writeEntries(sectionParams, match === undefined ? {} : { match }),
          ...writeEntries(lineParams, sections.get(name) ?? {}),
        ];
        return entries.length > 0 ? [packText(name, entries)] : [];
      }),
    ),
    panel: some([...panels.values()].flatMap((panel) => writePanel(panel) ?? [])),
    move: some(moves.map(({ id, before }) => packText(id, before === null ? [] : [["to", before]]))),
  };
}
