import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { collectionsQuery } from "@/api/artifacts";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { isRegistry } from "@/route/paths";
import { searchView, text } from "@/route/search";
import { Failure, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Select } from "@/ui/Select";
import styles from "./Artifacts.module.css";
import { CollectionRow } from "./CollectionRow";
import { Kind } from "./Kind";
import { listRows } from "./listRows";
import { NoArtifacts } from "./NoArtifacts";

const HEAD = 34;
const ROW = 44;

const artifactsView = searchView({ q: text(), type: text() });

/** The collections of a project and of those under it, type by type. */
export default function ArtifactsPage({ project }: { project: string }) {
  const [view, change] = useView(artifactsView);
  const query = useQuery(collectionsQuery(project));
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useShortcuts({ searchArtifacts: () => input.current?.focus() });
  useTitle("Artifacts", project);
  const pattern = useMemo(() => compilePattern(view.q), [view.q]);
  const rows = useMemo(
    () => listRows(query.data?.collections ?? [], pattern, view.type),
    [query.data, pattern, view.type],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "type" ? HEAD : ROW),
    overscan: 8,
    paddingEnd: 24,
  });
  const found = rows.filter(({ kind }) => kind === "collection").length;
  const isEmpty = query.data?.collections.length === 0;
  return (
    <main className={styles.page}>
      <div className={styles.bar}>
        <h1 className={styles.title}>{isRegistry(project) ? "Portfolios" : "Artifacts"}</h1>
        {!isEmpty && (
          <>
            <SearchBox
              label="Search artifacts"
              value={view.q}
              invalid={pattern.invalid}
              inputRef={input}
              onChange={(q) => change({ q }, "replace")}
            />
            <Select
              label="Type of artifacts"
              value={view.type}
              options={[
                { value: "", label: "All types" },
                ...(query.data?.types ?? []).map((type) => ({ value: type, label: type })),
              ]}
              onChange={(type) => change({ type }, "replace")}
            />
          </>
        )}
        {query.data && !isEmpty && <span className={styles.count}>{plural(found, "collection")}</span>}
        <span className={styles.tools}>
          {!isRegistry(project) && (
            <Link to={{ page: "registry" }} className={styles.link}>
              Registry
            </Link>
          )}
        </span>
      </div>
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={220} />}
      {isEmpty && <NoArtifacts project={project} />}
      {query.data && !isEmpty && (
        <div ref={scroller} className={styles.list} role="group" aria-label="Collections" tabIndex={0}>
          {found === 0 && (
            <p className={styles.nothing}>
              Nothing is called like “{view.q}”{view.type && ` among those of type ${view.type}`}.
            </p>
          )}
          <div style={{ height: virtual.getTotalSize() }} className={styles.rows}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return null;
              const style = { transform: `translateY(${start}px)` };
              return row.kind === "type" ? (
                <div key={`type ${row.type}`} className={styles.group} style={style}>
                  <h2>
                    <Kind type={row.type} />
                  </h2>
                  <span className={styles.count}>{row.count}</span>
                </div>
              ) : (
                <CollectionRow
                  key={row.collection.id}
                  collection={row.collection}
                  withProject={row.collection.project !== project}
                  style={style}
                />
              );
            })}
          </div>
        </div>
      )}
    </main>
  );
}
