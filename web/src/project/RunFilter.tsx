import { type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { completeRunFilter } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { FilterBox, type FilterBoxHandle } from "@/filter/FilterBox";
import { FilterHelp } from "@/filter/FilterHelp";
import type { FilterProblem } from "@/filter/problem";
import { useRunListView } from "./runList";

interface Props {
  project: string;
  problem: FilterProblem | null;
  ref?: Ref<FilterBoxHandle>;
}

/** The filter box of a project's runs; what it says is in the address. */
export function RunFilter({ project, problem, ref }: Props) {
  const { filter, setFilter } = useRunListView();
  const box = useRef<FilterBoxHandle>(null);
  useImperativeHandle(ref, () => box.current as FilterBoxHandle);
  const source = useMemo(
    () => ({
      name: [project],
      complete: (text: string, at: number, signal: AbortSignal) =>
        completeRunFilter(project, text, at, signal),
    }),
    [project],
  );
  useShortcuts({ filterRuns: () => box.current?.focus() });
  return (
    <FilterBox
      ref={box}
      label="Filter runs"
      placeholder="Filter runs: words, or config.lr < 1e-3"
      source={source}
      help={(write) => <FilterHelp onTry={write} />}
      value={filter}
      problem={problem}
      onChange={(next) => setFilter(next, "replace")}
    />
  );
}
