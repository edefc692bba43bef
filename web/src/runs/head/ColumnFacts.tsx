import { useQuery } from "@tanstack/react-query";
import { columnFactsQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { isBetween, isValue } from "@/filter/text";
import { plural } from "@/format/number";
import { fieldText } from "../fieldText";
import styles from "./ColumnFacts.module.css";
import { Histogram } from "./Histogram";
import { TopValues } from "./TopValues";

/** More different values than this are better seen as a histogram. */
const FEW_VALUES = 8;

interface Props {
  project: string;
  place: Place;
  field: string;
  filter: string;
  /** Leaves only runs that meet this too. */
  onNarrow(condition: string): void;
}

/** What a column's values are like among the runs of the filter. */
export function ColumnFacts({ project, place, field, filter, onNarrow }: Props) {
  const query = useQuery(columnFactsQuery(project, field, filter, place));
  const facts = query.data;
  if (query.error) return <p className={styles.note}>{query.error.message}</p>;
  if (!facts) return <div className={styles.coming} />;
  const known = facts.runs - facts.nothing;
  const { mean, std, median } = facts.spread;
  const drawn = facts.bins.length > 1 && (facts.distinct > FEW_VALUES || field.endsWith("_time"));
  return (
    <div className={styles.facts}>
      {drawn ? (
        <Histogram
          bins={facts.bins}
          text={(value) => fieldText(field, value)}
          onPick={(bin, last) => onNarrow(isBetween(field, bin.low, bin.high, last))}
        />
      ) : (
        <TopValues
          top={facts.top}
          text={(value) => fieldText(field, value)}
          onPick={(value) => onNarrow(isValue(field, value))}
        />
      )}
      {drawn && mean !== null && median !== null && !field.endsWith("_time") && (
        <p className={styles.note} data-number="">
          mean {fieldText(field, mean)}
          {std !== null && ` ± ${fieldText(field, std)}`}, median {fieldText(field, median)}
        </p>
      )}
      <p className={styles.note}>
        {plural(known, "run")} with {plural(facts.distinct, "value").replace(/^1 values$/, "1 value")}
        {facts.nothing > 0 && (
          <>
            {", "}
            <button type="button" className={styles.link} onClick={() => onNarrow(isValue(field, null))}>
              {facts.nothing} without
            </button>
          </>
        )}
      </p>
    </div>
  );
}
