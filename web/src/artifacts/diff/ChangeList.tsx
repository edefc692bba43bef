import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { diffQuery, MOST_CHANGES } from "@/api/artifacts";
import type { ArtifactDiff, ArtifactVersion } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { useView } from "@/route/navigation";
import { choice, searchView, text } from "@/route/search";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Failure, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import styles from "./Changes.module.css";
import { TextChange } from "./TextChange";
import { hasTextDiff } from "./textDiff";

const ROW = 30;
const MOST_PX = 480;
type Change = ArtifactDiff["changes"][number];

const KINDS = ["all", "added", "changed", "removed"] as const;
const changesView = searchView({ kind: choice(KINDS), path: text(), text: text() });

/** The files that two versions do not have alike; of small texts also how they differ. */
export function ChangeList({ before, after }: { before: ArtifactVersion; after: ArtifactVersion }) {
  const [view, change] = useView(changesView);
  const query = useQuery(diffQuery(before.id, after.id));
  const scroller = useRef<HTMLDivElement>(null);
  const pattern = useMemo(() => compilePattern(view.path), [view.path]);
  const shown = useMemo(
    () =>
      (query.data?.changes ?? []).filter(
        ({ kind, path }) => (view.kind === "all" || kind === view.kind) && pattern.matches(path),
      ),
    [query.data, view.kind, pattern],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  if (query.error && !query.data) {
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={180} />;
  const { added, changed, removed, same, changes } = query.data;
  const total = added + changed + removed;
  const opened = changes.find(({ path }) => path === view.text);
  const counts = { all: total, added, changed, removed };
  if (total === 0)
    return <p className={styles.quiet}>The files are the same: {formatCount(same)} of them.</p>;
  return (
    <>
      <Card
        title="Files"
        note={`${formatCount(total)} differ, ${formatCount(same)} are the same`}
        flush
        tools={
          <>
            <SearchBox
              label="Search paths"
              value={view.path}
              invalid={pattern.invalid}
              onChange={(path) => change({ path }, "replace")}
            />
            <Segmented<(typeof KINDS)[number]>
              label="Which changes"
              value={view.kind}
              options={KINDS.map((kind) => ({ value: kind, label: `${kind} ${formatCount(counts[kind])}` }))}
              onChange={(kind) => change({ kind }, "replace")}
            />
          </>
        }
      >
        <div
          ref={scroller}
          className={styles.list}
          style={{ height: Math.min(MOST_PX, Math.max(1, shown.length) * ROW) }}
          role="group"
          tabIndex={0}
          aria-label="Changed files"
        >
          {shown.length === 0 && <p className={styles.nothing}>Nothing matches.</p>}
          <ul style={{ height: rows.getTotalSize(), position: "relative" }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const item = shown[index];
              return (
                item && (
                  <Row
                    key={item.path}
                    change={item}
                    top={start}
                    isOpen={item === opened}
                    onOpen={() => change({ text: item === opened ? "" : item.path })}
                  />
                )
              );
            })}
          </ul>
        </div>
        {total > MOST_CHANGES && (
          <p className={styles.nothing}>
            The first {formatCount(MOST_CHANGES)} are listed. `runstone artifact diff` has all of them.
          </p>
        )}
      </Card>
      {opened && <TextChange key={opened.path} before={before.id} after={after.id} change={opened} />}
    </>
  );
}

const SIGNS = { added: "+", changed: "~", removed: "−" } as const;

interface RowProps {
  change: Change;
  top: number;
  isOpen: boolean;
  onOpen(): void;
}

function Row({ change, top, isOpen, onOpen }: RowProps) {
  const { kind, path, before, after, shared_bytes } = change;
  const size = (bytes: number | null | undefined) =>
    bytes === null || bytes === undefined ? "" : formatBytes(bytes);
  return (
    <li className={styles.row} style={{ transform: `translateY(${top}px)` }}>
      <span className={`${styles.kind} ${styles[kind]}`} title={kind} role="img" aria-label={kind}>
        {SIGNS[kind]}
      </span>
      {hasTextDiff(change) ? (
        <button type="button" className={styles.open} aria-expanded={isOpen} title={path} onClick={onOpen}>
          <Icon name={isOpen ? "chevronDown" : "chevronRight"} size={12} />
          <span>{path}</span>
        </button>
      ) : (
        <span className={styles.path} title={path}>
          {path}
        </span>
      )}
      {shared_bytes > 0 && (
        <span className={styles.shared} title="Chunks that both have are stored once">
          {formatBytes(shared_bytes)} shared
        </span>
      )}
      <span className={styles.sizes} data-number="">
        {[size(before?.size_bytes), size(after?.size_bytes)].filter((each) => each !== "").join(" → ")}
      </span>
    </li>
  );
}
