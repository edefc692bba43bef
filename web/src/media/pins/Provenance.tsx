import { DropdownMenu } from "radix-ui";
import { formatCount, formatExact } from "@/format/number";
import styles from "./PinMenu.module.css";
import type { Pin } from "./pins";
import { sayDistance, sayFigure } from "./words";

interface Props {
  best: NonNullable<Pin["best"]>;
  onTied(): void;
}

/** Where a best step comes from: the figure, its step, how far the media lie from it, and what is just as good. */
export function Provenance({ best, onTied }: Props) {
  const { value, metricStep, tolerance, tiedStep, tiedValues } = best;
  return (
    <>
      <DropdownMenu.Label className={styles.provenance} data-provenance="">
        <strong title={formatExact(value)}>{sayFigure(best)}</strong>
        <span>at step {formatCount(metricStep)} of the metric</span>
        {tolerance !== null && (
          <span>
            {sayDistance(best)} · within {formatCount(tolerance)} steps
          </span>
        )}
        {tiedValues > 1 && (
          <span>{formatCount(tiedValues)} steps have this value; the earliest was taken</span>
        )}
      </DropdownMenu.Label>
      {tiedStep !== null && (
        <DropdownMenu.Item className={styles.item} onSelect={onTied}>
          <span className={styles.link}>Step {formatCount(tiedStep)} is just as near: show it</span>
        </DropdownMenu.Item>
      )}
      <DropdownMenu.Separator className={styles.line} />
    </>
  );
}
