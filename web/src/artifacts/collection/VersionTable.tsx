import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { ArtifactCollection, ArtifactVersion } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { DeleteDialog } from "../DeleteDialog";
import styles from "./CollectionPage.module.css";
import { VersionRow } from "./VersionRow";

const ROW = 44;

interface Props {
  collection: ArtifactCollection;
  versions: readonly ArtifactVersion[];
  search: string;
  /** Deleted ones are shown, too. */
  deleted: boolean;
  onSearch(search: string): void;
  onDeleted(deleted: boolean): void;
}

/** The versions of a collection, the newest first; only what is in sight exists. */
export function VersionTable({ collection, versions, search, deleted, onSearch, onDeleted }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [deleting, setDeleting] = useState<ArtifactVersion | null>(null);
  useShortcuts({ searchVersions: () => input.current?.focus() });
  const pattern = useMemo(() => compilePattern(search), [search]);
  const shown = useMemo(
    () => versions.filter((version) => pattern.matches(wordsOf(version))),
    [versions, pattern],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 8,
  });
  return (
    <section className={styles.versions} aria-label="Versions">
      <div className={styles.tools}>
        <SearchBox
          label="Search versions"
          value={search}
          invalid={pattern.invalid}
          inputRef={input}
          onChange={onSearch}
        />
        <span className={styles.quiet}>{plural(shown.length, "version")}</span>
        <Button aria-pressed={deleted} onClick={() => onDeleted(!deleted)}>
          Deleted, too
        </Button>
      </div>
      <div ref={scroller} className={styles.table} role="group" aria-label="List of versions" tabIndex={0}>
        {shown.length === 0 && <p className={styles.nothing}>No version matches “{search}”.</p>}
        <ul style={{ height: rows.getTotalSize() }} className={styles.rows}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const version = shown[index];
            return (
              version && (
                <VersionRow
                  key={key}
                  ref={rows.measureElement}
                  index={index}
                  top={start}
                  collection={collection}
                  version={version}
                  versions={versions}
                  onDelete={() => setDeleting(version)}
                />
              )
            );
          })}
        </ul>
      </div>
      {deleting && <DeleteDialog version={deleting} onClose={() => setDeleting(null)} />}
    </section>
  );
}

const wordsOf = ({
  number,
  aliases,
  tags,
  digest,
  run_name,
  source_name,
  description,
}: ArtifactVersion): string =>
  [`v${number}`, ...aliases, ...tags, digest, run_name ?? "", source_name ?? "", description].join("\n");
