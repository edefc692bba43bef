import { type GroupsQuestion, type RunsQuestion, runsPageQuery } from "@/api/queries";
import type { Json, RunGroup, RunGroups } from "@/api/types";
import { both, isValue, writeValue } from "@/filter/text";
import { pageOfRow } from "@/project/pages";
import type { GroupEntry } from "../rows";
import { type Figure, groupSort } from "./figures";
import type { GroupNode, GroupPiece } from "./groupRows";

/** What the groups of all levels have in common. */
export interface TreeQuestion {
  /** The runs that are grouped, with those fields of them that the table shows. */
  runs: RunsQuestion & { project: string; filter: string };
  /** The fields of each level, the outermost first. */
  levels: readonly (readonly string[])[];
  figure: Figure;
  aggregate: readonly string[];
  /** The ids of the groups that are open. */
  open: ReadonlySet<string>;
}

/** The question for the groups of a level, among the runs that a filter leaves. */
export function levelQuestion(
  { runs, levels, figure, aggregate }: TreeQuestion,
  level: number,
  filter: string,
): GroupsQuestion {
  const { project, place, sort = [] } = runs;
  const by = levels[level] ?? [];
  const sorted = groupSort(sort, by, aggregate, figure);
  return { project, filter, place, by, aggregate: [...aggregate].sort(), sort: sorted };
}

/** Groups of the outermost level that follow each other, the first of which has so many before it. */
export interface GroupsFrom {
  from: number;
  groups: readonly RunGroup[];
}

export interface GroupTree {
  pieces: readonly GroupPiece[];
  /** The groups within open groups that have to be asked for. */
  wanted: GroupsQuestion[];
}

/** Groups with those within them, as far as they are there. `answer` gives what came of a question so far. */
export function groupTree(
  question: TreeQuestion,
  pieces: readonly GroupsFrom[],
  answer: (question: GroupsQuestion) => RunGroups | undefined,
): GroupTree {
  const wanted: GroupsQuestion[] = [];
  const { levels, open, runs } = question;
  const nodesOf = (found: readonly RunGroup[], depth: number, around: GroupEntry | null): GroupNode[] => {
    const by = levels[depth] ?? [];
    return found
      .filter(({ values }) => values.length === by.length)
      .map((group): GroupNode => {
        const entry = entryOf(group, by, around, runs, open);
        if (depth === levels.length - 1) return { entry };
        if (!entry.open) return { entry, within: null };
        const asked = levelQuestion(question, depth + 1, entry.question.filter ?? "");
        wanted.push(asked);
        const page = answer(asked);
        const within = page && { nodes: nodesOf(page.groups, depth + 1, entry), total: page.total };
        return { entry, within: within ?? null };
      });
  };
  return { pieces: pieces.map(({ from, groups }) => ({ from, nodes: nodesOf(groups, 0, null) })), wanted };
}

function entryOf(
  group: RunGroup,
  by: readonly string[],
  around: GroupEntry | null,
  runs: TreeQuestion["runs"],
  open: ReadonlySet<string>,
): GroupEntry {
  const id = groupId(group, around);
  const values = new Map<string, Json>(around?.values);
  for (const [place, field] of by.entries()) values.set(field, group.values[place] ?? null);
  const filter = both(around?.filter ?? "", groupFilter(by, group));
  return {
    id,
    group,
    level: (around?.level ?? 0) + 1,
    by,
    values,
    question: { ...runs, filter: both(runs.filter, filter) },
    filter,
    among: runs.filter,
    open: open.has(id),
  };
}

/** What a group is called, within the one around it. */
export const groupId = ({ values }: RunGroup, around: GroupEntry | null = null): string =>
  JSON.stringify([...(around ? (JSON.parse(around.id) as string[]) : []), ...values.map(writeValue)]);

/** The filter that a group's values say. */
export const groupFilter = (by: readonly string[], { values }: RunGroup): string =>
  by.map((field, place) => isValue(field, values[place] ?? null)).join(" and ");

/** The page in which a run of a group lies. */
export const memberQuery = (entry: GroupEntry, place: number) =>
  runsPageQuery(entry.question, pageOfRow(place));
