import { notifyManager, type Query, type QueryCache, useQueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";

/** Whether anything is being fetched of which there is nothing yet. */
export function useWaiting(): boolean {
  const cache = useQueryClient().getQueryCache();
  const store = useMemo(() => {
    const { subscribe, isWaiting } = waitingOf(cache);
    // Questions are asked while a page is being rendered, which must not render anything itself.
    return { isWaiting, subscribe: (report: () => void) => subscribe(notifyManager.batchCalls(report)) };
  }, [cache]);
  return useSyncExternalStore(store.subscribe, store.isWaiting);
}

const isAwaited = ({ state }: Query): boolean => state.fetchStatus === "fetching" && state.data === undefined;

/** Keeps count of them, question by question: to look through all at each change takes ever longer, as there are ever more. */
export function waitingOf(cache: QueryCache) {
  const awaited = new Set<Query>();
  return {
    isWaiting: () => awaited.size > 0,
    subscribe: (report: () => void): (() => void) => {
      for (const query of cache.findAll({ predicate: isAwaited })) awaited.add(query);
      const stop = cache.subscribe(({ type, query }) => {
        const before = awaited.size > 0;
        if (type !== "removed" && isAwaited(query)) awaited.add(query);
        else awaited.delete(query);
        if (before !== awaited.size > 0) report();
      });
      return () => {
        stop();
        awaited.clear();
      };
    },
  };
}
