import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { sweepsQuery } from "@/api/sweeps";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Count, List, ListPage } from "@/ui/ListPage";
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
    <ListPage
      title="Sweeps"
      query={query}
      tools={
        query.data &&
        !isEmpty && (
          <>
            <SearchBox
              label="Search sweeps"
              value={q}
              invalid={pattern.invalid}
              inputRef={input}
              onChange={(next) => change({ q: next }, "replace")}
            />
            <Count>{plural(shown.length, "sweep")}</Count>
          </>
        )
      }
    >
      {isEmpty && <NoSweeps project={project} />}
      {query.data && !isEmpty && (
        <List label="List of sweeps" nothing={shown.length === 0 && `No sweep matches “${q}”.`}>
          {shown.length > 0 && (
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
        </List>
      )}
    </ListPage>
  );
}
