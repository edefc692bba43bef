import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { textsQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Card } from "@/ui/Card";
import { Select } from "@/ui/Select";
import styles from "./TextsCard.module.css";
import { textSpans } from "./textSpans";

const FIRST_ROWS = 20;

const textsView = searchView({ texts: text() });

/** The string series: what was logged as text, step by step, the newest first. */
export function TextsCard({ run }: { run: RunDetail }) {
  const [{ texts: key }, change] = useView(textsView);
  const [all, setAll] = useState(false);
  const { data } = useQuery(textsQuery(run.id));
  const keys = useMemo(() => [...new Set(data?.map((point) => point.key))].sort(), [data]);
  const spans = useMemo(
    () => textSpans(data?.filter((point) => key === "" || point.key === key) ?? []),
    [data, key],
  );
  if (keys.length === 0) return null;
  const shown = all ? spans : spans.slice(0, FIRST_ROWS);
  return (
    <Card
      title="Texts by step"
      note={formatCount(spans.length)}
      flush
      tools={
        keys.length > 1 && (
          <Select
            label="Key"
            value={key}
            options={[
              { value: "", label: "All keys" },
              ...keys.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(texts) => change({ texts }, "replace")}
          />
        )
      }
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Key</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((span) => (
            <tr
              key={`${span.key} ${span.firstStep} ${span.time}`}
              title={`Since ${formatDateTime(span.time)}`}
            >
              <td className={styles.step}>
                {formatCount(span.firstStep)}
                {span.lastStep !== span.firstStep && `–${formatCount(span.lastStep)}`}
              </td>
              <td className={styles.key}>{span.key}</td>
              <td className={styles.text}>{span.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {spans.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          Show {plural(spans.length - shown.length, "more text")}
        </button>
      )}
    </Card>
  );
}
