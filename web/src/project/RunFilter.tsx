import { type Ref, useImperativeHandle, useRef } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { FilterBox, type FilterBoxHandle } from "@/filter/FilterBox";
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
  useShortcuts({ "/": () => box.current?.focus() });
  return (
    <FilterBox
      ref={box}
      project={project}
      value={filter}
      problem={problem}
      onChange={(next) => setFilter(next, "replace")}
    />
  );
}
