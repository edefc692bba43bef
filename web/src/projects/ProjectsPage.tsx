import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { homeQuery, projectsQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { list, searchView, text } from "@/route/search";
import { Failure, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { FirstRun } from "./FirstRun";
import styles from "./ProjectsPage.module.css";
import { ProjectTree } from "./ProjectTree";
import { buildTree } from "./tree";

const projectsView = searchView({ q: text(), fold: list() });

export function ProjectsPage() {
  const [view, change] = useView(projectsView);
  const query = useQuery(projectsQuery());
  const home = useQuery(homeQuery());
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ searchProjects: () => search.current?.focus() });
  useTitle();
  const pattern = useMemo(() => compilePattern(view.q), [view.q]);
  const tree = useMemo(
    () => query.data && buildTree(query.data.filter(({ project }) => pattern.matches(project))),
    [query.data, pattern],
  );
  const folded = view.fold ?? [];
  const toggle = (path: string) => {
    const next = folded.includes(path) ? folded.filter((each) => each !== path) : [...folded, path];
    change({ fold: next.length > 0 ? next : null }, "replace");
  };
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        {query.data?.length === 0 ? (
          <>
            <h1 className="visually-hidden">Projects</h1>
            <FirstRun />
          </>
        ) : (
          <>
            <div className={styles.head}>
              <h1 className={styles.title}>Projects</h1>
              <div className={styles.search}>
                <SearchBox
                  inputRef={search}
                  label="Filter projects (regex)"
                  value={view.q}
                  invalid={pattern.invalid}
                  onChange={(q) => change({ q }, "replace")}
                />
              </div>
            </div>
            {query.error && !query.data && (
              <Failure error={query.error} inline onRetry={() => void query.refetch()} />
            )}
            {query.isPending && <Skeleton height={180} />}
            {tree && tree.length > 0 && (
              <ProjectTree nodes={tree} folded={view.q ? [] : folded} onToggle={toggle} />
            )}
            {tree?.length === 0 && <p>No project matches “{view.q}”.</p>}
            {home.data && (
              <p className={styles.foot}>
                {plural(home.data.runs, "run")}
                {home.data.home && ` in ${home.data.home}`} · runstone {home.data.version}
              </p>
            )}
          </>
        )}
      </div>
    </main>
  );
}
