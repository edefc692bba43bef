import { useMemo, useState } from "react";
import type { Json } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { formatCount, formatExact, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { useView } from "@/route/navigation";
import { flag, searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { flatten } from "../config/flatten";
import styles from "./SummaryCard.module.css";

/** A longer summary gets a search, and starts cut. */
const FIRST_ROWS = 14;

const summaryView = searchView({ summary: text(), exact: flag() });

export function SummaryCard({ summary }: { summary: { [key: string]: Json } }) {
  const [view, change] = useView(summaryView);
  const [all, setAll] = useState(false);
  const entries = useMemo(() => {
    const flat = flatten(summary);
    // What the system did is of less interest than what the run found.
    return [...flat.filter(([key]) => !isSystem(key)), ...flat.filter(([key]) => isSystem(key))];
  }, [summary]);
  const pattern = useMemo(() => compilePattern(view.summary), [view.summary]);
  const found = entries.filter(([key]) => pattern.matches(key));
  const shown = all ? found : found.slice(0, FIRST_ROWS);
  if (entries.length === 0) {
    return (
      <Card title="Summary">
        <p className={styles.quiet}>
          Nothing yet. The last value of every metric stands here, and whatever run.summary holds.
        </p>
      </Card>
    );
  }
  return (
    <Card
      title="Summary"
      note={formatCount(entries.length)}
      flush
      tools={
        <>
          {entries.length > FIRST_ROWS && (
            <SearchBox
              label="Search summary"
              value={view.summary}
              delay={120}
              invalid={pattern.invalid}
              onChange={(summary) => change({ summary }, "replace")}
            />
          )}
          <Button aria-pressed={view.exact} onClick={() => change({ exact: !view.exact }, "replace")}>
            All digits
          </Button>
        </>
      }
    >
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td title={exactly(value)} data-number={typeof value === "number" ? "" : undefined}>
                {view.exact ? exactly(value) : formatValue(value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className={styles.none}>No key matches “{view.summary}”.</p>}
      {found.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          Show {plural(found.length - shown.length, "more value")}
        </button>
      )}
    </Card>
  );
}

const exactly = (value: Json): string =>
  typeof value === "number" ? formatExact(value) : formatValue(value);
