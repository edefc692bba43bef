import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useMayEdit } from "@/access/rights";
import { ApiError } from "@/api/client";
import { removeView, restoreView, saveView, type View, viewQuery, viewsQuery } from "@/api/views";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { UndoBar } from "@/charts/workspace/UndoBar";
import { useUndo } from "@/charts/workspace/undo";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { goTo, useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Button, IconButton } from "@/ui/Button";
import { Count, List, ListPage } from "@/ui/ListPage";
import { Notice } from "@/ui/Notice";
import page from "@/ui/Page.module.css";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { beginning, newestRuns, type ReportDocument, readReport, writeReport } from "./document";
import styles from "./Reports.module.css";

const reportsView = searchView({ q: text() });

/** What a new report begins with. */
const NEW: ReportDocument = {
  page: "report",
  blocks: [
    { id: "b1", kind: "text", text: "" },
    { id: "b2", kind: "panels", runs: newestRuns(20), settings: [], panels: [] },
  ],
};

/** The reports of a project, those changed last first. */
export default function ReportsPage({ project }: { project: string }) {
  const [{ q }, change] = useView(reportsView);
  const mayEdit = useMayEdit(project);
  const client = useQueryClient();
  const query = useQuery(viewsQuery(project, "report"));
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useTitle("Reports", project);
  useShortcuts({ searchReports: () => input.current?.focus() });
  const pattern = useMemo(() => compilePattern(q), [q]);
  const all = useMemo(
    () => [...(query.data ?? [])].sort((one, other) => other.updated_time - one.updated_time),
    [query.data],
  );
  const shown = all.filter(({ name, updated_by: author }) => pattern.matches(`${name}\n${author}`));
  const attempt = async (act: () => Promise<unknown>) => {
    setProblem("");
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
    await client.invalidateQueries({ queryKey: ["views"] });
  };
  const make = () =>
    attempt(async () => {
      const made = await saveView({
        project,
        name: "Untitled report",
        kind: "report",
        document: writeReport(NEW),
      });
      client.setQueryData(viewQuery(made.id).queryKey, made);
      goTo({ page: "report", project, report: made.id }, "edit=1");
    });
  const remove = (view: View) =>
    attempt(async () => {
      const removed = await removeView(view);
      useUndo
        .getState()
        .offer(
          `The report ${view.name} was removed.`,
          () => void attempt(() => restoreView(view.id, view.revision, removed.revision)),
        );
    });
  useCommands(mayEdit ? [{ name: "New report", run: () => void make() }] : []);
  return (
    <ListPage
      title="Reports"
      query={query}
      tools={
        <>
          {all.length > 0 && (
            <>
              <SearchBox
                label="Search reports"
                value={q}
                invalid={pattern.invalid}
                inputRef={input}
                onChange={(next) => change({ q: next }, "replace")}
              />
              <Count>{plural(shown.length, "report")}</Count>
            </>
          )}
          <span className={page.tools}>
            {mayEdit && (
              <Button icon="plus" onClick={() => void make()}>
                New report
              </Button>
            )}
          </span>
        </>
      }
    >
      {problem !== "" && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {query.data && all.length === 0 && (
        <Notice title="There are no reports here yet.">
          <p>
            A report is a page that one reads from top to bottom: your words in Markdown, with charts, tables
            and media beside them that stay live.
            {mayEdit && " Begin one here, or put a chart into one from its menu."}
          </p>
          {mayEdit && (
            <div>
              <Button icon="plus" onClick={() => void make()}>
                New report
              </Button>
            </div>
          )}
        </Notice>
      )}
      {all.length > 0 && (
        <List label="List of reports" nothing={shown.length === 0 && `No report matches “${q}”.`}>
          <ul>
            {shown.map((view) => (
              <Row
                key={view.id}
                project={project}
                view={view}
                onRemove={mayEdit ? () => void remove(view) : undefined}
              />
            ))}
          </ul>
        </List>
      )}
      <UndoBar />
    </ListPage>
  );
}

function Row({ project, view, onRemove }: { project: string; view: View; onRemove?: () => void }) {
  const { id, name, updated_by: author, updated_time: time } = view;
  const document = useQuery(viewQuery(id)).data?.document;
  const words = useMemo(() => {
    const report = readReport(document);
    return report ? beginning(report) : "";
  }, [document]);
  return (
    <li className={styles.row}>
      <Link to={{ page: "report", project, report: id }} className={styles.link}>
        <span className={styles.name}>{name}</span>
        <span className={styles.words}>{words}</span>
      </Link>
      <span className={styles.when} title={formatDateTime(time)}>
        {formatAgo(time)}
        {author && ` · ${author}`}
      </span>
      {onRemove && <IconButton small icon="close" label={`Remove ${name}`} onClick={onRemove} />}
    </li>
  );
}
