import type { MetricName } from "@/api/types";
import { formatCount, formatNumber } from "@/format/number";
import { useCharts } from "../../context";
import { highlight } from "../../highlight";
import { type ChartRun, extremesOf, type Line, lastValue, type Plot } from "../../lines/plot";
import { Swatch } from "../../Swatch";
import styles from "./Lines.module.css";

type Goal = MetricName["goal"];

/** The numbers of the lines; a click on a name hides its line everywhere. */
export function LineTable({
  plot,
  lines,
  metric,
}: {
  plot: Plot;
  lines: readonly ChartRun[];
  metric: string;
}) {
  const { hidden, said } = useCharts();
  const goal = said.get(metric)?.goal ?? "";
  const best = bestOf(plot, goal);
  const drawn = new Map(plot.lines.map((line) => [line.id, line]));
  const grouped = plot.lines[0]?.group != null;
  return (
    <table className={styles.table} aria-label={`Lines of ${metric}`}>
      <thead>
        <tr>
          <th scope="col">{grouped ? "Group" : "Run"}</th>
          <th scope="col">Last</th>
          <th scope="col">{goal === "minimize" ? "Best (min)" : "Min"}</th>
          <th scope="col">{goal === "maximize" ? "Best (max)" : "Max"}</th>
          <th scope="col">{grouped ? "Runs" : "Points"}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((each) => {
          const line = drawn.get(each.id);
          return (
            (line || hidden.has(each.id)) && (
              <LineRow key={each.id} of={each} line={line} goal={goal} best={each.id === best} />
            )
          );
        })}
      </tbody>
    </table>
  );
}

/** The line that comes nearest to what the script said is the goal; of equal ones the first. */
function bestOf({ lines }: Plot, goal: Goal): string | null {
  if (goal === "") return null;
  const sign = goal === "minimize" ? 1 : -1;
  const values = lines
    .map((line) => ({ id: line.id, value: sign * extremesOf(line)[goal === "minimize" ? 0 : 1] }))
    .filter(({ value }) => !Number.isNaN(value));
  return values.length < 2 ? null : values.reduce((a, b) => (b.value < a.value ? b : a)).id;
}

interface RowProps {
  of: ChartRun;
  line: Line | undefined;
  goal: Goal;
  /** No other line comes nearer to the goal. */
  best: boolean;
}

function LineRow({ of, line, goal, best }: RowProps) {
  const { hidden, onToggleLine } = useCharts();
  const isHidden = hidden.has(of.id);
  const [low, high] = line ? extremesOf(line) : [Number.NaN, Number.NaN];
  const show = (value: number) => (line ? formatNumber(value, 6) : "");
  return (
    <tr onPointerEnter={() => highlight(of.id)} onPointerLeave={() => highlight(null)}>
      <th scope="row">
        <button
          type="button"
          className={styles.run}
          aria-pressed={!isHidden}
          title={isHidden ? "Show" : "Hide"}
          onClick={() => onToggleLine(of.id)}
        >
          <Swatch {...of} />
          <span>{of.label}</span>
        </button>
      </th>
      <td>{show(line ? lastValue(line) : Number.NaN)}</td>
      <td data-best={best && goal === "minimize"}>{show(low)}</td>
      <td data-best={best && goal === "maximize"}>{show(high)}</td>
      <td>{line && formatCount(line.series?.count ?? line.group?.runs ?? 0)}</td>
    </tr>
  );
}
