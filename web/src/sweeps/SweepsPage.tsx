import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { sweepsQuery } from "@/api/sweeps";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Failure, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { NoSweeps } from "./NoSweeps";
import { SweepRow } from "./SweepRow";
import styles from "./Sweeps.module.css";

const sweepsView = searchView({ q: text() });

/** The sweeps of a project and of those under it, the newest first. */
export default function SweepsPage({ project }: { project: string }) {
  const [{ q }, change] = useView(sweepsView);
  const query = useQuery(sweepsQuery(project));
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchSweeps: () => input.current?.focus() });
  useTitle("Sweeps", project);
  const pattern = useMemo(() => compilePattern(q), [q]);
  const shown = useMemo(
    () =>
      (query.data ?? []).filter(({ id, name, description, method, state, metric }) =>
        pattern.matches([id, name, description, method, state, metric?.name ?? ""].join("\n")),
      ),
    [query.data, pattern],
  );
  const isEmpty = query.data?.length === 0;
  return (
    <main className={styles.page}>
      <div className={styles.bar}>
        <h1 className={styles.title}>Sweeps</h1>
        {query.data && !isEmpty && (
          <>
            <SearchBox
              label="Search sweeps"
              value={q}
              invalid={pattern.invalid}
              inputRef={input}
              onChange={(next) => change({ q: next }, "replace")}
            />
            <span className={styles.quiet}>{plural(shown.length, "sweep")}</span>
          </>
        )}
      </div>
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={220} />}
      {isEmpty && <NoSweeps project={project} />}
      {query.data && !isEmpty && (
        <div className={styles.scroll} role="region" aria-label="List of sweeps" tabIndex={0}>
          {shown.length === 0 ? (
            <p className={styles.nothing}>No sweep matches “{q}”.</p>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Sweep</th>
                  <th scope="col">State</th>
                  <th scope="col">Method</th>
                  <th scope="col">Trials</th>
                  <th scope="col">Metric</th>
                  <th scope="col" className={styles.value}>
                    Best
                  </th>
                  <th scope="col">Made</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((sweep) => (
                  <SweepRow key={sweep.id} sweep={sweep} withProject={sweep.project !== project} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </main>
  );
}
