import { useQuery } from "@tanstack/react-query";
import { memo, useMemo } from "react";
import { metricNamesQuery } from "@/api/queries";
import type { ComparedRun, MetricName, XAxis } from "@/api/types";
import { metricOf } from "@/charts/axis";
import { styleOfSlot } from "@/charts/colours";
import { ChartsProvider, ZoomProvider } from "@/charts/context";
import { isSystem } from "@/charts/sections";
import { chartView } from "@/charts/view";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { useTheme } from "@/theme/theme";
import { Button } from "@/ui/Button";
import { compilePattern } from "@/ui/pattern";
import { Segmented } from "@/ui/Segmented";
import styles from "./CompareTable.module.css";
import { CurveCard } from "./CurveCard";

/** How many charts are there at first, and how many more come at a time. */
const PAGE = 24;

const AXES = [
  { value: "step", label: "Step" },
  { value: "relative", label: "Relative" },
  { value: "runtime", label: "Runtime" },
  { value: "time", label: "Wall" },
] as const;

interface Props {
  project: string;
  runs: readonly ComparedRun[];
  find: string;
  /** How often the reader asked for more. */
  asked: number;
  onMore(): void;
}

const NOTHING_HIDDEN: ReadonlySet<string> = new Set();
const NOTHING_SAID: ReadonlyMap<string, MetricName> = new Map();

/** The metrics that all runs have, over one x axis. */
export const Curves = memo(function Curves({ project, runs, find, asked, onMore }: Props) {
  const [view, change] = useView(chartView);
  const theme = useTheme();
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const query = useQuery(metricNamesQuery(ids));
  const pattern = useMemo(() => compilePattern(find), [find]);
  const common = query.data?.filter(({ name, runs: having }) => having === ids.length && !isSystem(name));
  const found = common?.filter(({ name }) => pattern.matches(name));
  const shown = found?.slice(0, PAGE * (asked + 1));
  const [low, high] = view.zoom ?? [];
  const context = useMemo(
    () => ({
      project,
      filter: "",
      runs: runs.map(({ id, name, display_id }, slot) => ({
        id,
        label: `${name} (${display_id})`,
        ...styleOfSlot(slot, theme),
      })),
      single: false,
      settings: view,
      said: NOTHING_SAID,
      hidden: NOTHING_HIDDEN,
      onToggleLine: () => undefined,
    }),
    [project, runs, theme, view],
  );
  const zoom = useMemo(
    () => ({
      zoom: low === undefined || high === undefined ? null : ([low, high] as const),
      onZoom: (next: readonly [number, number] | null) => change({ zoom: next && [...next] }),
      sync: true,
    }),
    [low, high, change],
  );
  const axis: XAxis = metricOf(view.x) === null ? (view.x as XAxis) : "step";
  return (
    <ChartsProvider value={context}>
      <ZoomProvider value={zoom}>
        <div className={styles.partHead}>
          <h2 id="compare-curves">Curves</h2>
          {found && <span className={styles.quiet}>{plural(found.length, "metric")} that all runs have</span>}
          <span className={styles.tools}>
            {view.zoom && (
              <Button icon="close" onClick={() => change({ zoom: null })}>
                Reset zoom
              </Button>
            )}
            <Segmented
              label="X axis"
              value={axis}
              options={AXES}
              onChange={(x) => change({ x, zoom: null })}
            />
          </span>
        </div>
        {query.error && <p role="alert">{query.error.message}</p>}
        {found?.length === 0 && (
          <p className={styles.quiet}>
            {common?.length === 0
              ? "There is no metric that all of these runs have."
              : `None of the metrics that all runs have matches “${find}”.`}
          </p>
        )}
        <div className={styles.charts}>
          {shown?.map(({ name }) => (
            <CurveCard key={name} metric={name} ids={ids} axis={axis} />
          ))}
        </div>
        {found && shown && found.length > shown.length && (
          <Button onClick={onMore}>
            Show {plural(Math.min(PAGE, found.length - shown.length), "more chart")}
          </Button>
        )}
      </ZoomProvider>
    </ChartsProvider>
  );
});
