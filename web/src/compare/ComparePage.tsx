import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { compareQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { useView } from "@/route/navigation";
import { Button } from "@/ui/Button";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import styles from "./ComparePage.module.css";
import { CompareTable, type CompareTableHandle } from "./CompareTable";
import { CompareToolbar } from "./CompareToolbar";
import { compareView } from "./compareView";
import { RunPicker } from "./RunPicker";
import { tableRows } from "./tableRows";
import { useCompareCommands } from "./useCompareCommands";

const NONE: readonly string[] = [];

/** Runs beside each other: what differs in all that is known of them, in their code, and in their curves. */
export default function ComparePage({ project }: { project: string }) {
  const [view, change] = useView(compareView);
  const named = view.run ?? NONE;
  const query = useQuery(
    compareQuery({ runs: named, reference: view.reference || undefined, differences: !view.same }),
  );
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
  useShortcuts({ "/": () => search.current?.focus(), d: toggleSame });
  useTitle("Compare", project);
  const [adding, setAdding] = useState(false);
  useCompareCommands({
    comparison,
    rows,
    same: view.same,
    pins: view.pin?.length ?? 0,
    onSame: toggleSame,
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
        <Notice title={named.length === 0 ? "Choose runs to compare." : "Choose a run to compare it with."}>
          <p>Two runs or more stand beside each other here, with what differs between them.</p>
          <div>
            <RunPicker
              project={project}
              label="Add a run"
              taken={named}
              onPick={({ id }) => add(id)}
              trigger={<Button icon="plus">Choose a run</Button>}
            />
          </div>
        </Notice>
      ) : query.error && !comparison ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
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
