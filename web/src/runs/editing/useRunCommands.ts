import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useMay } from "@/access/rights";
import { ApiError } from "@/api/client";
import { askRunIds } from "@/api/queries";
import { toCsv } from "@/charts/export/csv";
import { fileName, saveFile } from "@/charts/export/save";
import { edit } from "@/edits/editor";
import { useHistory } from "@/edits/history";
import { formatCount, plural } from "@/format/number";
import type { Selection } from "@/project/selection";
import { goTo, keepParams } from "@/route/navigation";
import { SHARED_PARAMS } from "@/route/shared";
import { copyText } from "@/ui/clipboard";
import type { TableColumn } from "../columns";
import { usePickedRuns } from "../picks/pickedRuns";
import { isPicked, pickedFilter, targetOf } from "../picks/picks";
import type { RunPicks } from "../picks/usePicks";
import type { GroupEntry } from "../rows";
import type { RowCommands } from "./commands";
import { exportRuns, toTsv } from "./csv";
import { anchorOfRun, useEditing } from "./editing";
import type { RunAction } from "./runActions";
import { onlyRun, type Subject, subjectOf } from "./subject";

/** So many runs are gathered before anybody asks what takes so long. */
const SOON_GATHERED = 500;
/** More lines than this on a chart say nothing. */
const MOST_CHARTED = 200;

interface Given {
  project: string;
  columns: readonly TableColumn[];
  sort: readonly string[];
  picks: RunPicks;
  selection: Selection;
}

export interface RunCommands {
  rows: RowCommands;
  /** The picked runs; null while there are none. */
  picked: Subject | null;
  menu: { subject: Subject; anchor(): DOMRect } | null;
  closeMenu(): void;
  /** The runs that somebody is about to stop. */
  stopping: Subject | null;
  closeStopping(): void;
  openMenu(subject: Subject, anchor: () => DOMRect): void;
  /** Opens what can be done with all runs of a group. */
  groupMenu(entry: GroupEntry, anchor: () => DOMRect): void;
  act(action: RunAction, subject: Subject, anchor: () => DOMRect): void;
  /** The ids of the first runs of the list. */
  first(count: number): Promise<string[]>;
}

/** What can be done with the runs of the table, and how it is done. */
export function useRunCommands(given: Given): RunCommands {
  const { project, columns, sort, picks, selection } = given;
  const client = useQueryClient();
  const [menu, setMenu] = useState<RunCommands["menu"]>(null);
  const [stopping, setStopping] = useState<Subject | null>(null);
  const begin = useEditing((editing) => editing.begin);
  const may = useMay();
  const { listed } = picks;
  const pickedRuns = usePickedRuns(picks.picks);
  const picked: Subject | null =
    picks.count === 0
      ? null
      : {
          target: targetOf(picks.picks, listed),
          count: picks.count,
          runs: pickedRuns(),
          filter: pickedFilter(picks.picks, listed.filter),
          place: listed.place,
        };
  const idsOf = async (
    { target, filter }: Pick<Subject, "target" | "filter">,
    limit: number,
  ): Promise<string[]> => {
    if ("runs" in target) return target.runs.slice(0, limit);
    return (await askRunIds({ project: listed.project, filter, place: listed.place, sort }, limit)).ids;
  };
  const chart = async (subject: Subject) => {
    selection.choose(await idsOf(subject, MOST_CHARTED));
    goTo({ page: "charts", project }, keepParams(window.location.search, SHARED_PARAMS));
    if (subject.count > MOST_CHARTED) {
      const text = `The first ${MOST_CHARTED} of ${formatCount(subject.count)} runs are shown.`;
      useHistory.getState().say({ kind: "done", text, undo: false });
    }
  };
  const compare = async (subject: Subject) => {
    const params = new URLSearchParams((await idsOf(subject, subject.count)).map((run) => ["run", run]));
    goTo({ page: "compare", project }, params.toString());
  };
  const gather = async (filter: string, count: number) => {
    const { say } = useHistory.getState();
    if (count > SOON_GATHERED) say({ kind: "busy", text: `Gathering ${formatCount(count)} runs …` });
    try {
      return await exportRuns({ project: listed.project, filter, place: listed.place, sort }, columns);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say({ kind: "failed", text: `The runs were not gathered: ${error.message}`, hint: error.hint });
      return null;
    }
  };
  const exportCsv = async ({ filter, count }: Subject) => {
    const { say } = useHistory.getState();
    const table = await gather(filter, count);
    if (table === null) return;
    saveFile(fileName(`${project} runs`, "csv"), new Blob([toCsv(table)], { type: "text/csv" }));
    say({ kind: "done", text: `${formatCount(table.rows.length)} runs were exported.`, undo: false });
  };
  const copy = async ({ filter, count }: Subject) => {
    const { say } = useHistory.getState();
    const table = await gather(filter, count);
    if (table === null) return;
    const text = `${plural(table.rows.length, "run")} copied: paste into a spreadsheet.`;
    const refused = "The browser did not let this page copy.";
    if (await copyText(toTsv(table))) say({ kind: "done", text, undo: false });
    else say({ kind: "failed", text: refused, hint: "Export them as CSV instead." });
  };
  const act: RunCommands["act"] = (action, subject, anchor) => {
    const run = onlyRun(subject);
    const { do: deed } = action;
    if ("editor" in deed) begin(deed.editor, subject, anchor);
    else if ("changes" in deed && deed.changes.stop) setStopping(subject);
    else if ("changes" in deed) {
      void edit(client, subject.target, deed.changes, { name: run?.name }).then((done) => {
        const leaves = deed.changes.binned !== undefined || deed.changes.archived !== undefined;
        if (done && leaves && subject === picked) picks.clear();
      });
    } else if (deed.other === "open" && run) goTo({ page: "run", project: run.project, run: run.id });
    else if (deed.other === "chart") void chart(subject);
    else if (deed.other === "compare") void compare(subject);
    else if (deed.other === "copy") void copy(subject);
    else if (deed.other === "csv") void exportCsv(subject);
  };
  const latest = useRef({ picks, picked, may });
  latest.current = { picks, picked, may };
  const [rows] = useState<RowCommands>(() => ({
    pick: (row, range) => latest.current.picks.toggle(row, range),
    menu: (run, anchor) => {
      const { picks: now, picked: all } = latest.current;
      setMenu({ subject: all !== null && isPicked(now.picks, run.id) ? all : subjectOf(run), anchor });
    },
    begin: (editor, run, column) => {
      if (latest.current.may("editor", run.project))
        begin(editor, subjectOf(run), anchorOfRun(run.id, column));
    },
  }));
  return {
    rows,
    picked,
    menu,
    closeMenu: () => setMenu(null),
    stopping,
    closeStopping: () => setStopping(null),
    openMenu: (subject, anchor) => setMenu({ subject, anchor }),
    groupMenu: ({ group, question }, anchor) => {
      const filter = question.filter ?? "";
      const subject: Subject = {
        target: {
          selection: { project: listed.project, filter, place: listed.place },
          expected_runs: group.runs,
        },
        count: group.runs,
        runs: [],
        filter,
        place: listed.place,
        label: `${plural(group.runs, "run")} of this group`,
      };
      setMenu({ subject, anchor });
    },
    act,
    first: (count) => idsOf({ target: { selection: {} }, filter: listed.filter }, count),
  };
}
