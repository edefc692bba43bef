import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useSearch } from "wouter/use-browser-location";
import { columnsQuery } from "@/api/queries";
import { SHARED_PARAMS } from "@/app/Header";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { runListView, useRunList } from "@/project/runList";
import { SelectionSummary } from "@/project/SelectionSummary";
import { useSelection } from "@/project/selection";
import { useSlots } from "@/project/slots";
import { goTo, keepParams, useView } from "@/route/navigation";
import { list as listParam, searchView } from "@/route/search";
import { Button } from "@/ui/Button";
import { Failure, Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { ColumnPicker } from "./ColumnPicker";
import { allColumns, defaultColumns, type TableColumn } from "./columns";
import styles from "./RunsPage.module.css";
import { RunTable } from "./RunTable";

const columnsView = searchView({ col: listParam() });

export function RunsPage({ project }: { project: string }) {
  const [view, change] = useView(runListView);
  const [{ col }, changeColumns] = useView(columnsView);
  const address = useSearch();
  const list = useRunList(project, view.q, view.sort);
  const selection = useSelection(project);
  const slots = useSlots(project, selection.ids);
  const columns = useQuery(columnsQuery(project)).data;
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => search.current?.focus() });
  useTitle("Runs", project);

  const all = useMemo(() => allColumns(columns), [columns]);
  const keys = useMemo(() => col ?? defaultColumns(all), [col, all]);
  const shown = useMemo(() => {
    const known = new Map(all.map((column) => [column.key, column]));
    return keys.map((key) => known.get(key)).filter((column): column is TableColumn => column !== undefined);
  }, [keys, all]);

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Runs of {project}</h1>
      <div className={styles.bar}>
        <div className={styles.search}>
          <SearchBox
            inputRef={search}
            label="Filter runs (regex)"
            value={view.q}
            invalid={compilePattern(view.q).invalid}
            delay={120}
            onChange={(q) => change({ q }, "replace")}
          />
        </div>
        <ColumnPicker
          all={all}
          shown={keys}
          chosen={col !== null}
          onChange={(next) => changeColumns({ col: next })}
        />
        <Button
          icon="chart"
          onClick={() => goTo({ page: "charts", project }, keepParams(address, SHARED_PARAMS))}
          title="Charts of the shown runs"
        >
          Charts
        </Button>
        <div className={styles.summary}>
          <SelectionSummary
            selection={selection}
            total={list.total}
            matching={view.q !== ""}
            runs={list.runs}
          />
        </div>
      </div>
      {list.error && list.runs.length === 0 && <Failure error={list.error} onRetry={list.retry} />}
      {!list.pending && !list.error && list.total === 0 ? (
        <Notice title={view.q ? `No run matches “${view.q}”.` : "This project has no runs yet."}>
          <p>
            {view.q ? "Clear the filter to see all of them." : `rs.init(project="${project}") begins one.`}
          </p>
        </Notice>
      ) : (
        <RunTable
          list={list}
          columns={shown}
          sort={view.sort}
          onSort={(sort) => change({ sort })}
          selection={selection}
          slots={slots}
        />
      )}
    </main>
  );
}
