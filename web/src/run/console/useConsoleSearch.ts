import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { ApiError } from "@/api/client";
import { type ConsoleLinesAsked, searchConsole } from "@/api/queries";
import { compileFinder, type Finder, isPattern } from "./find";
import { ConsoleScan, type ScanProgress } from "./scan";

const NOTHING: ScanProgress = { found: [], scanned: 0, total: 0, stopped: false, halted: false };

export interface ConsoleSearch extends ScanProgress {
  finder: Finder;
  /** Why the search did not come to its end; null where it did, or goes on. */
  failure: string | null;
  /** Leaves the search where it is, or goes on with it. */
  toggle(): void;
}

/** Has the server look for a text in the whole console, beginning where the reader is, and keeps up with a live run. */
export function useConsoleSearch(
  run: string,
  asked: ConsoleLinesAsked,
  search: string,
  total: number,
  reader: RefObject<number>,
): ConsoleSearch {
  const finder = useMemo(() => compileFinder(search), [search]);
  const [scan, setScan] = useState<ConsoleScan | null>(null);
  const [progress, setProgress] = useState(NOTHING);
  const [failure, setFailure] = useState<string | null>(null);
  const loaded = total > 0;

  useEffect(() => {
    setProgress(NOTHING);
    setFailure(null);
    if (search === "" || !loaded) return;
    const next = new ConsoleScan(
      (first, limit, signal) =>
        searchConsole(run, { q: search, regex: isPattern(search), first, limit, ...asked }, signal),
      reader.current,
    );
    setScan(next);
    return () => {
      next.stop();
      setScan(null);
    };
  }, [run, asked, search, loaded, reader]);

  const fail = useCallback((error: unknown) => {
    if (error instanceof DOMException) return;
    setFailure(error instanceof ApiError ? error.message : String(error));
  }, []);
  useEffect(() => {
    scan?.extend(total, setProgress).catch(fail);
  }, [scan, total, fail]);
  const toggle = () => {
    if (scan === null) return;
    if (progress.halted) scan.resume(setProgress).catch(fail);
    else scan.halt();
    setProgress(scan.progress);
  };

  return { ...progress, finder, failure, toggle };
}
