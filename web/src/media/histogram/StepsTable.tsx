import type { Histograms } from "@/api/schema";
import { formatCount, formatNumber } from "@/format/number";
import { quantile } from "./overTime";
import styles from "./StepsTable.module.css";

const SHARES = [
  ["5 %", 0.05],
  ["Median", 0.5],
  ["95 %", 0.95],
] as const;

interface Props {
  name: string;
  histograms: Histograms;
  /** The step that sliders stand at. */
  now?: number | null;
}

/** What a picture of histograms shows, as numbers: a row a step, the newest first. Quantiles take bins as evenly filled. */
export function StepsTable({ name, histograms, now = null }: Props) {
  const { steps, edges, counts, nan, below_inf, above_inf } = histograms;
  const apart = [
    ["NaN", nan],
    ["−Inf", below_inf],
    ["+Inf", above_inf],
  ] as const;
  const some = apart.filter(([, numbers]) => numbers.some((number) => number > 0));
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Histograms of {name}, step by step</caption>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Values</th>
          {SHARES.map(([label]) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
          {some.map(([label]) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps
          .map((step, at) => (
            <tr key={step} data-now={step === now}>
              <th scope="row">{formatCount(step)}</th>
              <td>{formatCount(Math.round((counts[at] ?? []).reduce((sum, count) => sum + count, 0)))}</td>
              {SHARES.map(([label, share]) => (
                <td key={label}>{formatNumber(quantile(counts[at] ?? [], edges, share))}</td>
              ))}
              {some.map(([label, numbers]) => (
                <td key={label}>{formatCount(numbers[at] ?? 0)}</td>
              ))}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}
