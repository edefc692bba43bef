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
import { Count, List, ListPage } from "@/ui/ListPage";
import page from "@/ui/Page.module.css";
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
    <ListPage
      title={isRegistry(project) ? "Portfolios" : "Artifacts"}
      query={query}
      tools={
        <>
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
          {query.data && !isEmpty && <Count>{plural(found, "collection")}</Count>}
          <span className={page.tools}>
            {!isRegistry(project) && (
              <Link to={{ page: "registry" }} className={styles.link}>
                Registry
              </Link>
            )}
          </span>
        </>
      }
    >
      {isEmpty && <NoArtifacts project={project} />}
      {query.data && !isEmpty && (
        <List
          label="Collections"
          scroller={scroller}
          nothing={
            found === 0 &&
            `Nothing is called like “${view.q}”${view.type && ` among those of type ${view.type}`}.`
          }
        >
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
                  <Count>{row.count}</Count>
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
        </List>
      )}
    </ListPage>
  );
}
