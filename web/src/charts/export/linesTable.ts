import { axisLabel, type ChartX, isDuration } from "../axis";
import type { Line, Plot } from "../lines/plot";
import type { ExportTable } from "../panels/kind";

/** The values that line charts show: a row for each x, columns for each line; with several charts their labels come first. */
export function linesTable(plots: readonly { label: string; plot: Plot }[], x: ChartX): ExportTable {
  const lines = new Map(
    plots.flatMap(({ plot }) => plot.lines.map((line) => [line.id, line.label] as const)),
  );
  const banded = new Set(
    plots.flatMap(({ plot }) => plot.lines.filter((line) => line.band).map(({ id }) => id)),
  );
  const faceted = plots.length > 1;
  const columns = [...lines].flatMap(([id, label]) =>
    banded.has(id) ? [label, `${label} (low)`, `${label} (high)`] : [label],
  );
  const rows = plots.flatMap(({ label, plot }) => {
    const own = new Map(plot.lines.map((line) => [line.id, line]));
    return Array.from(plot.x, (at, i) => [
      ...(faceted ? [label] : []),
      x === "time" ? new Date(at * 1000).toISOString() : at,
      ...[...lines.keys()].flatMap((id) => cells(own.get(id), i, banded.has(id))),
    ]);
  });
  return { columns: [...(faceted ? ["chart"] : []), header(x), ...columns], rows };
}

const header = (x: ChartX): string => (isDuration(x) ? "seconds" : axisLabel(x));

function cells(line: Line | undefined, i: number, banded: boolean): (number | null)[] {
  const read = (values: ArrayLike<number> | undefined) => {
    const value = values?.[i];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  const value = read(line?.values);
  return banded ? [value, read(line?.band?.low), read(line?.band?.high)] : [value];
}
