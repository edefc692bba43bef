import type { Parting, XAxis } from "@/api/types";
import { formatX, unitsPerSecond } from "@/charts/axis";
import { formatNumber } from "@/format/number";
import { IconButton } from "@/ui/Button";
import styles from "./CompareTable.module.css";
import { aroundParting } from "./partings";

interface Props {
  parting: Parting | undefined;
  error: Error | null;
  axis: XAxis;
  onZoom(range: readonly [number, number]): void;
}

/** Of fewer points of single runs no noise is known. */
const ENOUGH = 64;

/** Where two runs part beyond their noise, in words. */
export function PartingLine({ parting, error, axis, onZoom }: Props) {
  if (error) {
    return (
      <p className={styles.parting} role="alert">
        {error.message}
      </p>
    );
  }
  if (!parting) return <p className={styles.parting} />;
  const { step, x, difference, confidence } = parting;
  if (step === null || x === null || difference === null || confidence === null) {
    return <p className={styles.parting}>{together(parting)}</p>;
  }
  return (
    <p className={styles.parting}>
      <span>
        Part at <b>{axis === "step" ? formatX("step", step) : formatX(axis, x / unitsPerSecond(axis))}</b>:{" "}
        <span data-number="">
          {difference > 0 ? "▲ +" : "▼ "}
          {formatNumber(difference, 3)}
        </span>
        , {sure(confidence)} sure
      </span>
      <IconButton
        small
        icon="search"
        label="Zoom to where they part"
        onClick={() => onZoom(aroundParting(x, axis))}
      />
    </p>
  );
}

/** Never more sure than can be said. */
export function sure(confidence: number): string {
  return confidence >= 0.9999 ? "> 99.99 %" : `${(Math.floor(confidence * 1e4) / 100).toFixed(1)} %`;
}

function together({ points, first_difference }: Parting): string {
  if (first_difference === null && points > 0) return "The same at every step";
  if (points < ENOUGH) return `Too few common steps to tell noise from a difference (${points})`;
  return "Do not part beyond their noise";
}
