import { useEffect, useRef } from "react";

const KEY = "runstone.shown-columns";
const MOST_PROJECTS = 200;

interface Chosen {
  col: string[] | null;
  pin: string[] | null;
}

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
 * Remembers which columns the reader chose for a project. An address without columns gets those of the last time, written
 * into it, so that it can still be shared; one with columns is as it says.
 */
export function useRememberedColumns(
  project: string,
  col: string[] | null,
  pin: string[] | null,
  change: (chosen: Chosen, step: "replace") => void,
): void {
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) {
      begun.current = true;
      const last = col === null && pin === null ? read()[project] : undefined;
      if (last) change(last, "replace");
    } else if (col !== null || pin !== null) write(project, { col, pin });
  }, [project, col, pin, change]);
}
