import type { QueryClient } from "@tanstack/react-query";
import type { Changes } from "@/api/types";

/** How often changed runs may make queries stale: quick enough to look live, rare enough to leave the server alone. */
const PACE_MS = 500;
/** Queries that change rarely or matter little by the second are refreshed at this pace. */
const CALM_PACE_MS = 3_000;

/**
 * Gathers changed runs and refreshes the queries that concern them, once a pace. A query that is still being fetched is
 * not restarted (a slow answer would never arrive) but refreshed after it, so the last change is never lost.
 */
export class PendingChanges {
  private readonly client: QueryClient;
  private runs = new Set<string>();
  private waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last = 0;

  constructor(client: QueryClient) {
    this.client = client;
    document.addEventListener("visibilitychange", () => this.schedule());
  }

  add(changes: Changes): void {
    if (changes.reset) {
      void this.client.resetQueries();
      return;
    }
    // A server that was started before an update knows no views yet.
    if ((changes.views ?? []).length > 0) void this.client.invalidateQueries({ queryKey: ["views"] });
    if ((changes.collections ?? []).length > 0) {
      void this.client.invalidateQueries({ predicate: ({ meta }) => meta?.artifacts === true });
    }
    if ((changes.sweeps ?? []).length > 0) {
      void this.client.invalidateQueries({ queryKey: ["sweeps"] });
      for (const sweep of changes.sweeps) void this.client.invalidateQueries({ queryKey: ["sweep", sweep] });
    }
    if ((changes.comments ?? []).length > 0) void this.client.invalidateQueries({ queryKey: ["comments"] });
    for (const run of changes.runs) this.runs.add(run);
    this.schedule();
  }

  private schedule(): void {
    // A hidden tab gathers only: it refreshes once, when it is seen again.
    if (document.visibilityState === "hidden") return;
    if (this.timer !== null || (this.runs.size === 0 && this.waiting.size === 0)) return;
    const wait = Math.max(0, this.last + PACE_MS - Date.now());
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    this.timer = null;
    this.last = Date.now();
    const runs = this.runs;
    const waited = this.waiting;
    this.runs = new Set();
    this.waiting = new Set();
    for (const query of this.client.getQueryCache().getAll()) {
      const concerns = query.meta?.concerns;
      if (concerns === undefined) continue;
      const changed = concerns === "any" ? runs.size > 0 : concerns.some((run) => runs.has(run));
      if (!changed && !waited.has(query.queryHash)) continue;
      const early = query.meta?.calm === true && this.last - query.state.dataUpdatedAt < CALM_PACE_MS;
      if (early || query.state.fetchStatus === "fetching") this.waiting.add(query.queryHash);
      else void this.client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
    this.schedule();
  }
}
