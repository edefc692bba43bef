import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import { compareQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { useView } from "@/route/navigation";
import { Failure, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import styles from "./ComparePage.module.css";
import { CompareTable, type CompareTableHandle } from "./CompareTable";
import { CompareToolbar } from "./CompareToolbar";
import { compareView } from "./compareView";
import { FirstChoice } from "./FirstChoice";
import { tableRows } from "./tableRows";
import { useCompareCommands } from "./useCompareCommands";
import { useGoToParting } from "./useGoToParting";

const NONE: readonly string[] = [];

/** The named run that is not there, where that is why there is no comparison. */
const missingRun = (error: Error | null, named: readonly string[]): string | undefined =>
  error instanceof ApiError && error.code === "run_not_found"
    ? named.find((run) => error.message.includes(JSON.stringify(run)))
    : undefined;

const without = (runs: readonly string[], run: string): string[] => runs.filter((each) => each !== run);

/** Runs beside each other: what differs in all that is known of them, in their code, and in their curves. */
export default function ComparePage({ project }: { project: string }) {
  const [view, change] = useView(compareView);
  const named = view.run ?? NONE;
  const query = useQuery(
    compareQuery({ runs: named, reference: view.reference || undefined, differences: !view.same }),
  );
  const gone = missingRun(query.error, named);
  const comparison = named.length > 1 ? query.data : undefined;
  const table = useRef<CompareTableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const pattern = useMemo(() => compilePattern(view.find), [view.find]);
  const [foldedKey, openKey, pinKey] = [view.closed, view.open, view.pin].map((each) =>
    JSON.stringify(each ?? NONE),
  );
  const rows = useMemo(() => {
    const [folded, open, pinned] = [foldedKey, openKey, pinKey].map(
      (key) => new Set<string>(JSON.parse(key ?? "[]")),
    );
    return comparison && folded && open ? tableRows(comparison, pattern, folded, open, pinned) : [];
  }, [comparison, pattern, foldedKey, openKey, pinKey]);
  const toggleSame = () => change({ same: !view.same }, "replace");
  useTitle("Compare", project);
  const [adding, setAdding] = useState(false);
  const swap = () => {
    if (!comparison) return;
    const { runs, reference } = comparison;
    change({ reference: runs[(reference + 1) % runs.length]?.id ?? "" });
  };
  const goToParting = useGoToParting(comparison, () => table.current?.show("curves"));
  useShortcuts({
    searchCompared: () => search.current?.focus(),
    toggleSame,
    addCompared: () => setAdding(true),
    swapCompared: swap,
    goToParting,
  });
  useCompareCommands({
    comparison,
    rows,
    same: view.same,
    pins: view.pin?.length ?? 0,
    onSearch: () => void setTimeout(() => setTimeout(() => search.current?.focus())),
    onSame: toggleSame,
    onSwap: swap,
    onParting: goToParting,
    onRemove: (id) => change({ run: without(named, id) }),
    // The palette closes first, and gives the focus back.
    onAdd: () => void setTimeout(() => setAdding(true)),
    onUnpin: () => change({ pin: null }, "replace"),
    onReference: (reference) => change({ reference }),
    onSection: (section) => table.current?.show(section),
  });

  const [asked, setAsked] = useState(0);
  const add = (run: string) => change({ run: [...named, run] });
  const toggle = (name: "closed" | "open" | "pin", item: string) => {
    const now = view[name] ?? NONE;
    const next = now.includes(item) ? now.filter((each) => each !== item) : [...now, item];
    change({ [name]: next.length > 0 ? next : null }, "replace");
  };

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Runs of {project} beside each other</h1>
      <CompareToolbar
        project={project}
        view={view}
        onChange={change}
        comparison={comparison}
        rows={rows}
        invalid={pattern.invalid}
        searchRef={search}
        adding={adding}
        onAdding={setAdding}
        onAdd={add}
        onSection={(section) => table.current?.show(section)}
      />
      {named.length < 2 ? (
        <FirstChoice project={project} taken={named} onRuns={(run) => change({ run: [...run] })} />
      ) : query.error && !comparison ? (
        <Failure
          error={query.error}
          onRetry={() => void query.refetch()}
          instead={
            gone === undefined
              ? undefined
              : { label: "Compare without it", run: () => change({ run: without(named, gone) }) }
          }
        />
      ) : !comparison ? (
        <div className={styles.loading}>
          <Skeleton height={240} />
        </div>
      ) : (
        <CompareTable
          ref={table}
          project={project}
          comparison={comparison}
          rows={rows}
          find={view.find}
          onlyDifferences={!view.same}
          asked={asked}
          onMore={() => setAsked(asked + 1)}
          onRuns={(run) => change({ run })}
          onReference={(reference) => change({ reference })}
          onFold={(section) => toggle("closed", section)}
          onOpen={(row) => toggle("open", row)}
          onPin={(row) => toggle("pin", row)}
        />
      )}
    </main>
  );
}
