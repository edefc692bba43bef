import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { metricNamesQuery } from "@/api/queries";
import { ChartsProvider, ZoomProvider } from "@/charts/context";
import { useNearViewport } from "@/charts/nearViewport";
import { Swatch } from "@/charts/Swatch";
import { lineParams } from "@/charts/settings/params";
import { useActions } from "@/charts/workspace/actions";
import type { Panel } from "@/charts/workspace/arrange";
import { FullPanel } from "@/charts/workspace/FullPanel";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { HEAD_PX, layOut } from "@/charts/workspace/layout";
import { PanelFrame } from "@/charts/workspace/PanelFrame";
import { usePanelDrag } from "@/charts/workspace/usePanelDrag";
import type { EditWorkspace } from "@/charts/workspace/useWorkspace";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { readView } from "@/route/search";
import { Button, IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { useWidth } from "@/ui/width";
import { isFixed, type PanelsBlock, type RunChoice } from "../document";
import styles from "./Report.module.css";
import { useBlockRuns } from "./useBlockRuns";

const AddPanel = lazy(() => import("@/charts/workspace/AddPanel"));
const SectionForm = lazy(() => import("@/charts/workspace/SectionForm"));
const RunsForm = lazy(() => import("./RunsForm"));
const OpenMedia = lazy(() => import("@/charts/panels/media/OpenMedia"));

interface Props {
  project: string;
  block: PanelsBlock;
  /** Its panels in their order. */
  panels: readonly Panel[];
  name: string;
  /** Given while the report is written. */
  onRuns: ((choice: RunChoice) => void) | null;
  edit: EditWorkspace;
  /** The panel of the report that fills the window. */
  full: string;
  /** One of its panels has opened something over the page. */
  opens: boolean;
  /** It is drawn wherever it is; else once it comes near what is in sight. */
  drawn: boolean;
}

const PLAIN = readView(lineParams, "");
const NO_METRICS: readonly string[] = [];
const NOBODY: readonly never[] = [];

/** A block of panels with the runs that they show. What its lines have in common is its own: a zoom, hidden lines. */
export function PanelsPart(props: Props) {
  const { project, block, panels, name, onRuns, edit, full, opens, drawn } = props;
  const actions = useActions();
  const box = useRef<HTMLDivElement>(null);
  const near = useNearViewport(box);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (near) setSeen(true);
  }, [near]);
  const width = useWidth(box);
  const shown = useBlockRuns(project, block.runs);
  const runs = shown.runs ?? NOBODY;
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const names = useQuery(metricNamesQuery(ids));
  const [zoom, setZoom] = useState<readonly [number, number] | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const context = useMemo(
    () => ({
      project,
      filter: shown.filter,
      runs,
      single: false,
      settings: PLAIN,
      said: new Map(names.data?.map((metric) => [metric.name, metric])),
      hidden,
      onToggleLine: (id: string) =>
        setHidden((now) => {
          const next = new Set(now);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
    }),
    [project, shown.filter, runs, names.data, hidden],
  );
  const pageZoom = useMemo(() => ({ zoom, onZoom: setZoom, sync: true }), [zoom]);
  const section = useMemo(() => ({ name: block.id, system: false, rule: null, panels }), [block.id, panels]);
  const sections = useMemo(() => [section], [section]);
  const layout = useMemo(() => layOut(sections, () => true, width), [sections, width]);
  const drag = usePanelDrag(sections, actions);
  const placed = layout.sections[0]?.panels ?? NOBODY;
  const at = panels.findIndex(({ id }) => id === full);
  const open = panels[at];
  const writing = onRuns !== null;
  const known = shown.runs !== undefined;
  return (
    <ChartsProvider value={context}>
      <ZoomProvider value={pageZoom}>
        <div className={styles.runs}>
          <RunsLine project={project} block={block} runs={runs} total={shown.total} known={known} />
          {writing && (
            <span className={styles.tools}>
              <LazyPopover label={`Runs of ${name}`} trigger={<Button icon="filter">Runs</Button>}>
                {() => <RunsForm project={project} choice={block.runs} shown={shown} onChange={onRuns} />}
              </LazyPopover>
              <LazyPopover
                label={`Settings of ${name}`}
                trigger={<IconButton icon="settings" label={`Settings of ${name}`} />}
              >
                {() => <SectionForm name={block.id} />}
              </LazyPopover>
              <Button icon="plus" onClick={() => setAdding(true)}>
                Add panel
              </Button>
            </span>
          )}
        </div>
        {shown.problem && (
          <p className={styles.problem} role="alert">
            The filter of this block: {shown.problem.message}
          </p>
        )}
        {shown.error && <Failure error={shown.error} inline />}
        {panels.length === 0 && (
          <p className={styles.empty}>
            {writing ? "Add panels to this block: charts, tables, media." : "This block has no panels."}
          </p>
        )}
        <div
          ref={box}
          className={styles.canvas}
          style={
            { height: panels.length === 0 ? 0 : layout.height - HEAD_PX, "--head": `${HEAD_PX}px` } as object
          }
        >
          <div className={styles.placed}>
            {(drawn || seen) &&
              width > 0 &&
              known &&
              placed.map((each) => (
                <PanelFrame
                  key={each.panel.id}
                  placed={each}
                  columnPx={layout.columnPx}
                  inSight
                  dragged={drag.dragged === each.panel.id}
                  drop={drag.dropAt?.id === each.panel.id ? drag.dropAt.side : null}
                  onDrag={drag.begin}
                />
              ))}
          </div>
        </div>
        {open && (
          <FullPanel
            panel={open}
            previous={panels[at - 1] ?? null}
            next={panels[at + 1] ?? null}
            onShow={actions.enlarge}
          />
        )}
        {opens && (
          <Suspense>
            <OpenMedia />
          </Suspense>
        )}
        {adding && (
          <Suspense>
            <AddPanel
              sections={null}
              section={block.id}
              metrics={names.data?.map((metric) => metric.name) ?? NO_METRICS}
              edit={edit}
              onClose={() => setAdding(false)}
            />
          </Suspense>
        )}
      </ZoomProvider>
    </ChartsProvider>
  );
}

/** So many runs are named; the others are counted. */
const NAMED = 8;

interface RunsLineProps {
  project: string;
  block: PanelsBlock;
  runs: ReturnType<typeof useBlockRuns>["runs"];
  total: number;
  known: boolean;
}

/** Which runs the panels show, as their legend. */
function RunsLine({ project, block, runs = NOBODY, total, known }: RunsLineProps) {
  const choice = block.runs;
  const more = runs.length - NAMED;
  const said = isFixed(choice)
    ? ""
    : [
        total > runs.length
          ? `the newest ${runs.length} of ${plural(total, "run")}`
          : plural(runs.length, "run"),
        choice.filter.trim() && `where ${choice.filter.trim()}`,
      ]
        .filter(Boolean)
        .join(" ");
  return (
    <ul className={styles.legend} aria-label="Runs">
      {known && runs.length === 0 && <li className={styles.quiet}>No run matches.</li>}
      {runs.slice(0, NAMED).map((run) => (
        <li key={run.id}>
          <Swatch colour={run.colour} dash={run.dash} />
          <Link to={{ page: "run", project, run: run.id }}>{run.label}</Link>
        </li>
      ))}
      {more > 0 && <li className={styles.quiet}>and {more} more</li>}
      {said !== "" && runs.length > 0 && <li className={styles.quiet}>{said}</li>}
    </ul>
  );
}
