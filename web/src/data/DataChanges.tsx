import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { dataDiffQuery, MOST_DATA_CHANGES } from "@/api/data";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { useView } from "@/route/navigation";
import { choice, searchView } from "@/route/search";
import { Failure, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import styles from "./Data.module.css";

const ROW = 28;
const MOST_PX = 420;
const KINDS = ["all", "added", "changed", "gone"] as const;
type Kind = (typeof KINDS)[number];
const SIGNS = { added: "+", changed: "~", gone: "−" } as const;

const changesView = searchView({ kind: choice(KINDS) });

/** The files that two fingerprints do not have alike. */
export function DataChanges({ before, after }: { before: string; after: string }) {
  const [{ kind }, change] = useView(changesView);
  const query = useQuery(dataDiffQuery(before, after));
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => (query.data?.changes ?? []).filter((each) => kind === "all" || each.kind === kind),
    [query.data, kind],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  if (query.error) return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={120} />;
  const { added, changed, gone, same } = query.data;
  const total = added + changed + gone;
  if (total === 0) return <p className={styles.padded}>All {formatCount(same)} files are the same.</p>;
  const counts = { all: total, added, changed, gone };
  return (
    <>
      <div className={styles.padded}>
        <Segmented<Kind>
          label="Which changes"
          value={kind}
          options={KINDS.map((value) => ({ value, label: `${value} ${formatCount(counts[value])}` }))}
          onChange={(next) => change({ kind: next }, "replace")}
        />{" "}
        {formatCount(same)} the same
      </div>
      <div
        ref={scroller}
        className={styles.changes}
        style={{ height: Math.min(MOST_PX, Math.max(1, shown.length) * ROW) }}
        role="group"
        tabIndex={0}
        aria-label="Changed files"
      >
        <ul style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = shown[index];
            if (!item) return null;
            const sizes = [item.before_bytes, item.after_bytes].filter((bytes) => bytes !== null);
            return (
              <li key={item.path} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
                <span
                  className={styles.sign}
                  data-kind={item.kind}
                  role="img"
                  aria-label={item.kind}
                  title={item.kind}
                >
                  {SIGNS[item.kind]}
                </span>
                <span className={styles.path} title={item.path}>
                  {item.path}
                </span>
                {!item.sure && <span className={styles.quiet}>only the time differs</span>}
                <span className={styles.quiet} data-number="">
                  {sizes.map(formatBytes).join(" → ")}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      {total > MOST_DATA_CHANGES && (
        <p className={styles.padded}>
          The first {formatCount(MOST_DATA_CHANGES)} are listed. `runstone data diff` has all of them.
        </p>
      )}
    </>
  );
}
