import { useEffect, useRef } from "react";
import { NO_VIEW, viewParam } from "@/charts/views/document";
import { readView } from "@/route/search";
import { NO_WIDTHS, type Widths } from "./columnWidths";

const KEY = "runstone.shown-columns";
const MOST_PROJECTS = 200;

/** What of its columns a reader chose. */
export interface Chosen {
  col: string[] | null;
  pin: string[] | null;
  width: Widths;
}

const isChosen = ({ col, pin, width }: Chosen): boolean =>
  col !== null || pin !== null || Object.keys(width).length > 0;

type ByProject = Record<string, Chosen>;

function read(): ByProject {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as ByProject;
  } catch {
    return {};
  }
}

function write(project: string, chosen: Chosen | null): void {
  const { [project]: _before, ...others } = read();
  const entries = Object.entries(others).slice(chosen === null ? -MOST_PROJECTS : 1 - MOST_PROJECTS);
  const next = chosen === null ? entries : [...entries, [project, chosen] as const];
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(next)));
}

export const forgetColumns = (project: string): void => write(project, null);

/**
 * Remembers which columns the reader chose for a project, and how wide. An address without columns gets those of the last
 * time, written into it, so that it can still be shared; one with columns is as it says.
 */
export function useRememberedColumns(
  project: string,
  { col, pin, width }: Chosen,
  change: (chosen: Chosen, step: "replace") => void,
): void {
  const begun = useRef(false);
  useEffect(() => {
    const chosen = { col, pin, width };
    if (!begun.current) {
      begun.current = true;
      // A saved view has columns of its own.
      const { view } = readView(viewParam, window.location.search);
      const last = isChosen(chosen) || (view !== "" && view !== NO_VIEW) ? undefined : read()[project];
      if (last) change({ ...last, width: last.width ?? NO_WIDTHS }, "replace");
    } else if (isChosen(chosen)) write(project, chosen);
  }, [project, col, pin, width, change]);
}
