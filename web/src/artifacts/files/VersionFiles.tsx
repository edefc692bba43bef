import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { filesQuery, MOST_FILES, treeLinksQuery } from "@/api/artifacts";
import { useShortcuts } from "@/app/shortcuts";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { FilePreview } from "./FilePreview";
import { FileTree } from "./FileTree";
import { buildFileTree, foldersAbove, visibleNodes } from "./fileTree";
import styles from "./VersionFiles.module.css";

/** A version of up to this many files starts with all folders open. */
const OPEN_UP_TO = 60;

const filesView = searchView({ find: text(), file: text() });

interface Props {
  version: string;
  /** The path of a file that is not listed, but what it says of links is. */
  treeFile?: string;
}

/** The files of a version as a tree, and the one that is looked at. */
export function VersionFiles({ version, treeFile }: Props) {
  const [view, change] = useView(filesView);
  const query = useQuery(filesQuery(version));
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchFiles: () => input.current?.focus() });
  const pattern = useMemo(() => compilePattern(view.find), [view.find]);
  const hasLinks = treeFile !== undefined && query.data?.files.some(({ path }) => path === treeFile) === true;
  const links = useQuery({ ...treeLinksQuery(version, treeFile ?? ""), enabled: hasLinks }).data;
  const files = useMemo(
    () => [...(query.data?.files ?? []).filter(({ path }) => path !== treeFile), ...(links ?? [])],
    [query.data, treeFile, links],
  );
  const found = useMemo(() => files.filter(({ path }) => pattern.matches(path)), [files, pattern]);
  const tree = useMemo(() => buildFileTree(found), [found]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  // A search opens the way to what it found, unless that is everything.
  const allOpen = found.length <= OPEN_UP_TO || (view.find !== "" && found.length < files.length);
  const above = useMemo(() => new Set(foldersAbove(view.file)), [view.file]);
  const isOpen = (path: string) => (allOpen || above.has(path)) !== toggled.has(path);
  const rows = visibleNodes(tree, isOpen);
  const picked = files.find(({ path }) => path === view.file) ?? (files.length === 1 ? files[0] : undefined);
  if (query.error && !query.data) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={220} />;
  if (files.length === 0) {
    return (
      <Notice title="This version has no files.">
        <p>It may have been logged for its metadata alone.</p>
      </Notice>
    );
  }
  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const { total_bytes } = query.data;
  const total_files = query.data.total_files - Number(hasLinks) + (links?.length ?? 0);
  return (
    <div className={styles.panes} data-picked={picked !== undefined}>
      <div className={styles.side}>
        <div className={styles.bar}>
          <SearchBox
            label="Search files"
            value={view.find}
            invalid={pattern.invalid}
            inputRef={input}
            onChange={(find) => change({ find }, "replace")}
          />
        </div>
        <p className={styles.count}>
          {view.find === ""
            ? plural(total_files, "file")
            : `${formatCount(found.length)} of ${plural(total_files, "file")}`}{" "}
          · {formatBytes(total_bytes)}
          {total_files > MOST_FILES && ` · the first ${formatCount(MOST_FILES)} are listed`}
        </p>
        {found.length === 0 ? (
          <p className={styles.count}>No path matches “{view.find}”.</p>
        ) : (
          <FileTree
            rows={rows}
            isOpen={isOpen}
            picked={picked?.path ?? ""}
            onToggle={toggle}
            onPick={(file) => change({ file })}
          />
        )}
      </div>
      {picked ? (
        <FilePreview version={version} file={picked} files={files} />
      ) : (
        <div className={styles.none}>
          <p>Choose a file to look into it.</p>
        </div>
      )}
    </div>
  );
}
