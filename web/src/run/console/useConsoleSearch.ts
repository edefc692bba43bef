import { type RefObject, useEffect, useMemo, useState } from "react";
import { ApiError } from "@/api/client";
import { searchConsole } from "@/api/queries";
import { compileFinder, type Finder, isPattern } from "./find";
import { ConsoleScan, type ScanProgress } from "./scan";
import type { Stream } from "./useConsoleLines";

const NOTHING: ScanProgress = { found: [], scanned: 0, total: 0, stopped: false };

export interface ConsoleSearch extends ScanProgress {
  finder: Finder;
  /** Why the search did not come to its end; null where it did, or goes on. */
  failure: string | null;
}

/** Has the server look for a text in the whole console, beginning where the reader is, and keeps up with a live run. */
export function useConsoleSearch(
  run: string,
  stream: Stream,
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
        searchConsole(run, { q: search, regex: isPattern(search), first, limit, stream }, signal),
      reader.current,
    );
    setScan(next);
    return () => {
      next.stop();
      setScan(null);
    };
  }, [run, stream, search, loaded, reader]);

  useEffect(() => {
    scan?.extend(total, setProgress).catch((error) => {
      if (error instanceof DOMException) return;
      setFailure(error instanceof ApiError ? error.message : String(error));
    });
  }, [scan, total]);

  return { ...progress, finder, failure };
}
