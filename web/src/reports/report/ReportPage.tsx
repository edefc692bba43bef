import { lazy, useCallback, useMemo, useRef } from "react";
import { useMayEdit } from "@/access/rights";
import { withKey } from "@/app/bindings";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { ActionsProvider } from "@/charts/workspace/actions";
import { arrangeSections, type Panel } from "@/charts/workspace/arrange";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { UndoBar } from "@/charts/workspace/UndoBar";
import { useUndo } from "@/charts/workspace/undo";
import type { EditWorkspace } from "@/charts/workspace/useWorkspace";
import { useWorkspaceActions } from "@/charts/workspace/useWorkspaceActions";
import { formatAgo, formatDateTime } from "@/format/time";
import { parseItem } from "@/media/mediaView";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { flag, searchView, text } from "@/route/search";
import { ShareButton } from "@/sharing/ShareButton";
import { Button } from "@/ui/Button";
import { copyText } from "@/ui/clipboard";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import {
  changeBlock,
  insertBlock,
  moveBlock,
  newestRuns,
  type ReportDocument,
  removeBlock,
  withWorkspace,
  workspaceOf,
} from "../document";
import { BlockTools } from "./BlockTools";
import { PanelsPart } from "./PanelsPart";
import styles from "./Report.module.css";
import { TextPart } from "./TextPart";
import { useIdle } from "./useIdle";
import { usePrint } from "./usePrint";
import { type OpenReport, useReport } from "./useReport";

const HistoryPanel = lazy(() => import("./HistoryPanel"));

const reportView = searchView({
  /** It is written. */
  edit: flag(),
  /** The panel that fills the window. */
  full: text(),
  /** What a panel of media has opened over the page; the gallery's `mediaView` has it, too. */
  item: text(),
  /** As it was in a version; empty for the newest. */
  version: text(),
});

/** A report: text and live panels, read from top to bottom, and written in the same place. */
export default function ReportPage({ project, report: id }: { project: string; report: string }) {
  const [asked, change] = useView(reportView);
  const mayEdit = useMayEdit(project);
  const view = mayEdit ? asked : { ...asked, edit: false };
  const version = view.edit ? "" : view.version;
  const open = useReport(id, view.edit, version);
  const { saved, report, name, error } = open;
  const { printing, print } = usePrint();
  useTitle(name || "Report", project);
  const write = () => change({ edit: true, version: "" });
  const save = async () => {
    if (await open.save()) change({ edit: false });
  };
  useShortcuts({
    writeReport: view.edit || !mayEdit ? undefined : write,
    saveReport: view.edit ? () => void save() : undefined,
    printReport: print,
  });
  useCommands([
    ...(mayEdit
      ? [
          view.edit
            ? ({ name: "Save the report", keys: "saveReport", run: () => void save() } as const)
            : ({ name: "Write the report", keys: "writeReport", run: write } as const),
        ]
      : []),
    { name: "Print the report", keys: "printReport", run: print },
  ]);
  if (saved === undefined) {
    return (
      <main className={styles.page}>
        {error ? <Failure error={error} onRetry={open.retry} /> : <Skeleton height={320} />}
      </main>
    );
  }
  if (report === null) {
    return (
      <main className={styles.page}>
        {saved.removed ? (
          <Notice title={`The report “${saved.name}” was removed.`}>
            <p>
              {saved.updated_by || "Somebody"} removed it on {formatDateTime(saved.updated_time)}. Nothing of
              it is lost.
            </p>
            {mayEdit && (
              <div>
                <Button onClick={() => void open.restore()}>Bring it back</Button>
              </div>
            )}
          </Notice>
        ) : (
          <Notice title="This is no report that this version of Runstone can read.">
            <p>
              It may have been saved by a newer one.{" "}
              <Link to={{ page: "reports", project }}>All reports</Link>
            </p>
          </Notice>
        )}
      </main>
    );
  }
  return (
    <main className={styles.page} data-printing={printing}>
      <div className={styles.bar}>
        <Link to={{ page: "reports", project }} className={styles.back}>
          Reports
        </Link>
        <span className={styles.quiet} title={formatDateTime(saved.updated_time)}>
          saved {formatAgo(saved.updated_time)}
          {saved.updated_by && ` by ${saved.updated_by}`}
        </span>
        <span className={styles.space} />
        {view.edit ? (
          <>
            {open.draft && (
              <Button
                onClick={() => {
                  const before = open.draft;
                  open.discard();
                  change({ edit: false });
                  if (before)
                    useUndo.getState().offer("What was written was discarded.", () => open.rewrite(before));
                }}
              >
                Discard
              </Button>
            )}
            <Button
              title={withKey("Save and read", "saveReport")}
              className={styles.main}
              onClick={() => void save()}
            >
              {open.draft ? "Save" : "Done"}
            </Button>
          </>
        ) : (
          <>
            <Button
              icon="link"
              onClick={() => void copyText(`${window.location.origin}${window.location.pathname}`)}
            >
              Copy link
            </Button>
            <LazyPopover label="History" trigger={<Button icon="clock">History</Button>}>
              {(close) => (
                <HistoryPanel
                  report={id}
                  shown={saved.revision}
                  onShow={(revision) => {
                    close();
                    change({ version: revision });
                  }}
                />
              )}
            </LazyPopover>
            <Button title={withKey("Print, or keep as a PDF", "printReport")} onClick={print}>
              Print
            </Button>
            <ShareButton what="this report" project={project} />
            {mayEdit && (
              <Button icon="pencil" title={withKey("Write", "writeReport")} onClick={write}>
                Edit
              </Button>
            )}
          </>
        )}
      </div>
      {open.problem && <Problem open={open} onSaved={() => change({ edit: false })} />}
      {version !== "" && (
        <p className={styles.notice} role="status">
          This is the report as {saved.updated_by || "somebody"} saved it on{" "}
          {formatDateTime(saved.updated_time)}.
          {mayEdit && (
            <Button
              onClick={() => void open.restore(version).then((done) => done && change({ version: "" }))}
            >
              Bring it back
            </Button>
          )}
          <Button onClick={() => change({ version: "" })}>The newest</Button>
        </p>
      )}
      {mayEdit && !view.edit && version === "" && open.draft && (
        <p className={styles.notice} role="status">
          You have changes here that are not saved. <Button onClick={write}>Go on writing</Button>{" "}
          <Button onClick={open.discard}>Discard them</Button>
        </p>
      )}
      <div className={styles.scroll} role="region" aria-label={name} tabIndex={0}>
        <article className={styles.paper}>
          {view.edit ? (
            <input
              className={styles.name}
              aria-label="Name of the report"
              value={name}
              onChange={(event) => open.rename(event.target.value)}
            />
          ) : (
            <h1 className={styles.name}>{name}</h1>
          )}
          <Blocks
            project={project}
            report={report}
            writing={view.edit}
            full={view.full}
            item={view.item}
            all={printing}
            onFull={(panel) => change({ full: panel?.id ?? "" })}
            onChange={open.change}
          />
        </article>
      </div>
      <UndoBar />
    </main>
  );
}

function Problem({ open, onSaved }: { open: OpenReport; onSaved(): void }) {
  const { problem } = open;
  if (!problem) return null;
  const replace = async () => {
    if (await open.save(true)) onSaved();
  };
  return (
    <p className={styles.notice} data-bad="true" role="alert">
      {problem.text} {problem.conflict && <Button onClick={() => void replace()}>Replace theirs</Button>}
    </p>
  );
}

interface BlocksProps {
  project: string;
  report: ReportDocument;
  writing: boolean;
  full: string;
  item: string;
  /** All panels are drawn, wherever they are. */
  all: boolean;
  onFull(panel: Panel | null): void;
  onChange(make: (report: ReportDocument) => ReportDocument): void;
}

const NO_PANELS: readonly Panel[] = [];

function Blocks({ project, report, writing, full, item, all, onFull, onChange }: BlocksProps) {
  const workspace = useMemo(() => workspaceOf(report), [report]);
  const sections = useMemo(() => arrangeSections([], workspace), [workspace]);
  const latest = useRef(onChange);
  latest.current = onChange;
  const edit = useCallback<EditWorkspace>(
    (make) => latest.current((now) => withWorkspace(now, make(workspaceOf(now)))),
    [],
  );
  const actions = useWorkspaceActions({ settled: !writing, workspace, edit, sections, enlarge: onFull });
  const idle = useIdle();
  const { blocks } = report;
  const key = parseItem(item)?.key;
  const opener = useMemo(
    () =>
      key === undefined
        ? undefined
        : sections.find(({ panels }) =>
            panels.some(({ change }) =>
              change?.entries.some(([name, value]) => name === "key" && value === key),
            ),
          )?.name,
    [sections, key],
  );
  const add = (place: number, what: "text" | "panels") =>
    onChange((now) =>
      insertBlock(
        now,
        what === "text"
          ? { kind: "text", text: "" }
          : { kind: "panels", runs: newestRuns(20), settings: [], panels: [] },
        place,
      ),
    );
  const remove = (id: string, name: string) => {
    const before = report;
    onChange((now) => removeBlock(now, id));
    useUndo.getState().offer(`${name} was removed.`, () => onChange(() => before));
  };
  return (
    <ActionsProvider value={actions}>
      {blocks.length === 0 && !writing && <p className={styles.empty}>Nothing is written yet.</p>}
      {writing && <Inserter place={0} onAdd={add} />}
      {blocks.map((block, place) => {
        const name = `block ${place + 1}`;
        return (
          <section key={block.id} className={styles.block} aria-label={`Block ${place + 1}`}>
            {writing && (
              <BlockTools
                name={name}
                isFirst={place === 0}
                isLast={place === blocks.length - 1}
                onMove={(by) => onChange((now) => moveBlock(now, block.id, by))}
                onRemove={() => remove(block.id, `Block ${place + 1}`)}
              />
            )}
            {block.kind === "text" ? (
              <TextPart
                text={block.text}
                name={name}
                onChange={
                  writing ? (words) => onChange((now) => changeBlock(now, block.id, { text: words })) : null
                }
              />
            ) : (
              <PanelsPart
                project={project}
                block={block}
                panels={sections.find((section) => section.name === block.id)?.panels ?? NO_PANELS}
                name={name}
                onRuns={writing ? (runs) => onChange((now) => changeBlock(now, block.id, { runs })) : null}
                edit={edit}
                full={full}
                opens={block.id === opener}
                drawn={all || idle}
              />
            )}
            {writing && <Inserter place={place + 1} onAdd={add} />}
          </section>
        );
      })}
    </ActionsProvider>
  );
}

function Inserter({ place, onAdd }: { place: number; onAdd(place: number, what: "text" | "panels"): void }) {
  return (
    <div className={styles.inserter} role="group" aria-label={`Insert at place ${place + 1}`}>
      <Button icon="text" onClick={() => onAdd(place, "text")}>
        Text
      </Button>
      <Button icon="chart" onClick={() => onAdd(place, "panels")}>
        Panels
      </Button>
    </div>
  );
}
