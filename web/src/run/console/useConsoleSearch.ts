import { type RefObject, useEffect, useMemo, useState } from "react";
import { getConsole } from "@/api/queries";
import { compileFinder, type Finder } from "./find";
import { ConsoleScan, type ScanProgress } from "./scan";
import type { Stream } from "./useConsoleLines";

const NOTHING: ScanProgress = { found: [], scanned: 0, total: 0, stopped: false };

export interface ConsoleSearch extends ScanProgress {
  finder: Finder;
  failed: boolean;
}

/** Looks for a text in the whole console, beginning where the reader is, and keeps up with a live run. */
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
  const [failed, setFailed] = useState(false);
  const loaded = total > 0;

  useEffect(() => {
    setProgress(NOTHING);
    setFailed(false);
    if (search === "" || !loaded) return;
    const next = new ConsoleScan(
      finder,
      (first, limit, signal) => getConsole(run, { first, limit, stream }, signal),
      reader.current,
    );
    setScan(next);
    return () => {
      next.stop();
      setScan(null);
    };
  }, [run, stream, search, finder, loaded, reader]);

  useEffect(() => {
    scan?.extend(total, setProgress).catch((error) => {
      if (!(error instanceof DOMException)) setFailed(true);
    });
  }, [scan, total]);

  return { ...progress, finder, failed };
}
