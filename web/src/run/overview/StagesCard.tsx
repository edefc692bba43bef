import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { metricNamesQuery, stageFiguresQuery, stagesQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { formatCount, formatNumber, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Card } from "@/ui/Card";
import { Failure, Skeleton } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import styles from "./StagesCard.module.css";

const stagesView = searchView({ stagemetric: text() });
const FIGURES = ["min", "mean", "max", "last"] as const;

/** A metric in figures for each stage that the run went through; nothing for a run without stages. */
export function StagesCard({ run }: { run: RunDetail }) {
  const ids = useMemo(() => [run.id], [run.id]);
  const stages = useQuery(stagesQuery(ids));
  const has = (stages.data?.[0]?.stages.length ?? 0) > 0;
  const names = useQuery({ ...metricNamesQuery(ids), enabled: has });
  const [view, change] = useView(stagesView);
  const metrics = (names.data ?? []).map(({ name }) => name).filter((name) => !isSystem(name));
  const metric = [view.stagemetric, run.best?.metric, metrics[0]].find(
    (name) => name !== undefined && metrics.includes(name),
  );
  if (!has || metric === undefined) return null;
  return (
    <Card
      title="Stages"
      note={plural(stages.data?.[0]?.stages.length ?? 0, "stage")}
      flush
      tools={
        <Select
          label="Metric in the stages"
          value={metric}
          options={metrics.map((name) => ({ value: name, label: name }))}
          onChange={(stagemetric) => change({ stagemetric }, "replace")}
        />
      }
    >
      <Figures run={run} metric={metric} />
    </Card>
  );
}

function Figures({ run, metric }: { run: RunDetail; metric: string }) {
  const query = useQuery(stageFiguresQuery(run.id, metric));
  if (query.error && !query.data) return <Failure error={query.error} inline />;
  if (!query.data) return <Skeleton height={96} />;
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label={`${metric} in the stages`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Steps</th>
            <th scope="col">Points</th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.data.map((figures) => (
            <tr key={figures.first_step}>
              <td>
                <Link
                  to={{ page: "run", project: run.project, run: run.id }}
                  search={chartsOf(figures)}
                  className={styles.link}
                  title="The charts of this stage alone"
                >
                  {figures.stage === null ? "before any stage" : formatValue(figures.stage)}
                </Link>
              </td>
              <td data-number="">
                {formatCount(figures.first_step)} to {formatCount(figures.last_step)}
              </td>
              <td data-number="">{formatCount(figures.count)}</td>
              {FIGURES.map((figure) => (
                <td key={figure} data-number="">
                  {figures[figure] === null ? "" : formatNumber(figures[figure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The charts with the steps of a stage alone; one of a single step has no width to show. */
const chartsOf = ({ first_step, last_step }: { first_step: number; last_step: number }): string =>
  new URLSearchParams({
    tab: "charts",
    ...(last_step > first_step ? { xl: `${first_step}..${last_step}` } : {}),
  }).toString();
