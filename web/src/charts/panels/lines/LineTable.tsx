import { formatCount, formatNumber } from "@/format/number";
import { useCharts } from "../../context";
import { highlight } from "../../highlight";
import { type ChartRun, extremesOf, type Line, lastValue, type Plot } from "../../lines/plot";
import { Swatch } from "../../Swatch";
import styles from "./Lines.module.css";

/** The numbers of the lines; a click on a name hides its line everywhere. */
export function LineTable({ plot, lines }: { plot: Plot; lines: readonly ChartRun[] }) {
  const { hidden } = useCharts();
  const drawn = new Map(plot.lines.map((line) => [line.id, line]));
  const grouped = plot.lines[0]?.group != null;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{grouped ? "Group" : "Run"}</th>
          <th scope="col">Last</th>
          <th scope="col">Min</th>
          <th scope="col">Max</th>
          <th scope="col">{grouped ? "Runs" : "Points"}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((each) => {
          const line = drawn.get(each.id);
          return (line || hidden.has(each.id)) && <LineRow key={each.id} of={each} line={line} />;
        })}
      </tbody>
    </table>
  );
}

function LineRow({ of, line }: { of: ChartRun; line: Line | undefined }) {
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
      <td>{show(low)}</td>
      <td>{show(high)}</td>
      <td>{line && formatCount(line.series?.count ?? line.group?.runs ?? 0)}</td>
    </tr>
  );
}
