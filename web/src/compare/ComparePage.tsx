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
  const [foldedKey, openKey] = [JSON.stringify(view.closed), JSON.stringify(view.open)];
  const rows = useMemo(() => {
    const folded = new Set<string>(JSON.parse(foldedKey) ?? NONE);
    const open = new Set<string>(JSON.parse(openKey) ?? NONE);
    return comparison ? tableRows(comparison, pattern, folded, open) : [];
  }, [comparison, pattern, foldedKey, openKey]);
  useShortcuts({ "/": () => search.current?.focus() });
  useTitle("Compare", project);

  const [asked, setAsked] = useState(0);
  const add = (run: string) => change({ run: [...named, run] });
  const toggle = (name: "closed" | "open", item: string) => {
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
        />
      )}
    </main>
  );
}
