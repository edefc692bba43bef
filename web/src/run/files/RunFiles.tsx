import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { blobUrl } from "@/api/blob";
import { filesQuery, mediaQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { choice, searchView, text } from "@/route/search";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import bar from "../config/RunConfig.module.css";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { type FileSort, filesOf, sortFiles, storedBytes } from "./files";
import styles from "./RunFiles.module.css";

const ROW = 32;
const SORTS: readonly { value: FileSort; label: string }[] = [
  { value: "name", label: "Name" },
  { value: "type", label: "Type" },
  { value: "size_bytes", label: "Size" },
];

const filesView = searchView({ files: text(), order: choice(["name", "type", "size_bytes"] as const) });

/** Every file that the home keeps for the run. */
export function RunFiles({ run }: RunTabProps) {
  const [view, change] = useView(filesView);
  const query = useQuery(mediaQuery(run.id));
  const saved = useQuery(filesQuery(run.id));
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useShortcuts({ searchFiles: () => input.current?.focus() });
  const files = useMemo(
    () => filesOf(run.environment, query.data ?? [], saved.data ?? []),
    [run.environment, query.data, saved.data],
  );
  const pattern = useMemo(() => compilePattern(view.files), [view.files]);
  const shown = useMemo(
    () =>
      sortFiles(
        files.filter(({ name, origin, type }) => pattern.matches(`${name} ${origin} ${type}`)),
        view.order,
      ),
    [files, pattern, view.order],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const failed = [query, saved].find(({ error, data }) => error !== null && data === undefined);
  if (failed?.error) {
    return (
      <div className={page.scroll}>
        <Failure error={failed.error} inline onRetry={() => void failed.refetch()} />
      </div>
    );
  }
  if (query.isPending || saved.isPending) return <Skeleton height={180} />;
  if (files.length === 0) {
    return (
      <div className={page.scroll}>
        <Notice title="Nothing is stored for this run besides its journals." inline>
          <p>
            Files that a run saves (run.save) stand here, images, tables and other media that it logs, and the
            changes that no commit held.
          </p>
        </Notice>
      </div>
    );
  }
  return (
    <>
      <div className={bar.bar}>
        <SearchBox
          label="Search files"
          value={view.files}
          invalid={pattern.invalid}
          inputRef={input}
          onChange={(search) => change({ files: search }, "replace")}
        />
        <span className={bar.count}>
          {plural(shown.length, "file")} · {formatBytes(storedBytes(shown))}
        </span>
        <span className={bar.tools}>
          <Segmented<FileSort>
            label="Order"
            value={view.order}
            options={SORTS}
            onChange={(order) => change({ order }, "replace")}
          />
        </span>
      </div>
      <div ref={scroller} className={styles.list} role="group" aria-label="Files" tabIndex={0}>
        {shown.length === 0 && <p className={styles.nothing}>No file matches “{view.files}”.</p>}
        <ul style={{ height: rows.getTotalSize() }} className={styles.rows}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const file = shown[index];
            return (
              file && (
                <li key={file.id} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
                  <a
                    className={styles.name}
                    href={blobUrl(file.sha256, file.type, file.name)}
                    target="_blank"
                    rel="noreferrer"
                    title={`SHA-256 ${file.sha256}`}
                  >
                    {file.name}
                  </a>
                  <span className={styles.origin}>{file.origin}</span>
                  <span className={styles.type}>{file.type}</span>
                  <span className={styles.size} data-number="">
                    {formatBytes(file.size_bytes)}
                  </span>
                  <DownloadLink
                    href={blobUrl(file.sha256, file.type, file.name)}
                    name={file.name}
                    label={`Download ${file.name}`}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}
