import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/api/client";
import { saveView, type View, viewQuery, viewsQuery } from "@/api/views";
import { useCharts } from "@/charts/context";
import type { LineSettings } from "@/charts/settings/params";
import { NameForm } from "@/charts/views/NameForm";
import type { Panel } from "@/charts/workspace/arrange";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { list, searchView } from "@/route/search";
import { Dialog } from "@/ui/Dialog";
import {
  appendPanel,
  newestRuns,
  type ReportDocument,
  type RunChoice,
  readReport,
  writeReport,
} from "../document";
import { draftOf, setDraft } from "../drafts";
import styles from "./AddToReport.module.css";
import { reportPanel } from "./reportPanel";

interface Props {
  panel: Panel;
  /** The settings of its section. */
  section: Partial<LineSettings>;
  onClose(): void;
}

const shownView = searchView({ run: list() });
const EMPTY: ReportDocument = { page: "report", blocks: [] };
const MOST = 20;

/** Puts a panel as it looks now into a report of the project, with the runs that it shows. */
export default function AddToReport({ panel, section, onClose }: Props) {
  const { project, filter, runs, single, settings, said } = useCharts();
  const [{ run: chosen }] = useView(shownView);
  const client = useQueryClient();
  const reports = useQuery(viewsQuery(project, "report")).data;
  // Who chose runs means these; who did not looks at the newest.
  const [follow, setFollow] = useState(!single && chosen === null);
  const [done, setDone] = useState<Pick<View, "id" | "name"> | null>(null);
  const [problem, setProblem] = useState("");
  const choice: RunChoice = follow ? newestRuns(MOST, filter) : { ids: runs.map(({ id }) => id) };
  const filled = (report: ReportDocument) =>
    appendPanel(report, choice, reportPanel(panel, settings, section, said));
  const attempt = async (act: () => Promise<Pick<View, "id" | "name">>) => {
    setProblem("");
    try {
      setDone(await act());
      await client.invalidateQueries({ queryKey: ["views"] });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
  };
  const addTo = (view: View) =>
    attempt(async () => {
      const draft = draftOf(view.id);
      if (draft) {
        setDraft(view.id, { ...draft, document: filled(draft.document) });
        return view;
      }
      const now = await client.fetchQuery({ ...viewQuery(view.id), staleTime: 0 });
      const document = writeReport(filled(readReport(now.document) ?? EMPTY));
      return saveView({ id: view.id, expected_revision: now.revision, document });
    });
  const make = (name: string) =>
    attempt(() => saveView({ project, name, kind: "report", document: writeReport(filled(EMPTY)) }));
  return (
    <Dialog title="Add to a report" open onClose={onClose}>
      {done ? (
        <p className={styles.done} role="status">
          It stands at the end of{" "}
          <Link to={{ page: "report", project, report: done.id }} className={styles.link}>
            {done.name}
          </Link>
          {draftOf(done.id) ? ", in what you have not saved yet." : "."}
        </p>
      ) : (
        <div className={styles.form}>
          <fieldset className={styles.ways}>
            <legend>Its runs</legend>
            <label>
              <input type="radio" name="runs" checked={!follow} onChange={() => setFollow(false)} />
              {single ? "This run" : `The ${plural(runs.length, "run")} shown now`}
            </label>
            <label>
              <input type="radio" name="runs" checked={follow} onChange={() => setFollow(true)} />
              The newest {MOST}
              {filter.trim() && <code>{filter.trim()}</code>}
              {" when somebody reads it"}
            </label>
          </fieldset>
          {reports && reports.length > 0 && (
            <ul className={styles.list} aria-label="Reports">
              {reports.map((view) => (
                <li key={view.id}>
                  <button type="button" className={styles.report} onClick={() => void addTo(view)}>
                    {view.name}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <NameForm label="Name of a new report" action="Begin" onName={(name) => void make(name)} />
          {problem !== "" && (
            <p className={styles.problem} role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}
