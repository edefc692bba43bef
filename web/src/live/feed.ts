import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { apiUrl, getJson } from "@/api/client";
import type { Changes, Home } from "@/api/types";
import { PendingChanges } from "./pending";

const POLL_MS = 2_000;
const POLL_HIDDEN_MS = 5_000;
const RETRY_MS = 2_000;
const HIDDEN_LIMIT_MS = 60_000;

export type LiveStatus = "connecting" | "live" | "paused" | "offline";

interface LiveStore {
  status: LiveStatus;
  revision: number | null;
}

export const useLive = create<LiveStore>(() => ({ status: "connecting", revision: null }));

/**
 * Keeps every tab of a browser up to date over one connection. The tab that holds a Web Lock owns the only EventSource
 * (browsers allow six connections a host: one each would hang the seventh tab) and passes changes on through a
 * BroadcastChannel. Where locks are missing (plain http on a foreign host) each tab polls the same changes. A tab hidden
 * for a minute lets go, and catches up by revision when it is seen again.
 */
export class LiveFeed {
  private readonly pending: PendingChanges;
  private readonly channel: BroadcastChannel | null;
  private revision: number | null = null;
  private stop: (() => void) | null = null;
  private hiddenTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: QueryClient) {
    this.pending = new PendingChanges(client);
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`runstone ${document.baseURI}`) : null;
    this.channel?.addEventListener("message", (event: MessageEvent<Changes>) => this.take(event.data));
  }

  start(): void {
    document.addEventListener("visibilitychange", () => this.onVisibility());
    this.connect();
  }

  private onVisibility(): void {
    if (this.hiddenTimer !== null) clearTimeout(this.hiddenTimer);
    this.hiddenTimer = null;
    if (document.visibilityState === "hidden") {
      this.hiddenTimer = setTimeout(() => this.disconnect(), HIDDEN_LIMIT_MS);
    } else if (this.stop === null) {
      this.connect();
    }
  }

  private disconnect(): void {
    this.stop?.();
    this.stop = null;
    useLive.setState({ status: "paused" });
  }

  private connect(): void {
    const aborter = new AbortController();
    this.stop = () => aborter.abort();
    useLive.setState({ status: "connecting" });
    void this.run(aborter.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.catchUp(signal);
    if (signal.aborted) return;
    if (this.channel === null || !("locks" in navigator)) {
      await this.poll(signal);
      return;
    }
    try {
      await navigator.locks.request(`runstone live ${document.baseURI}`, { signal }, () => this.lead(signal));
    } catch {
      // A page in a foreign frame, as in a notebook, may be denied its locks.
      if (!signal.aborted) await this.poll(signal);
    }
  }

  /** Asks what changed since the last known revision, until the server answers. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.revision === null) {
          const home = await getJson<Home>("home", {}, signal);
          this.take({ revision: home.revision, runs: [], views: [], reset: false });
        } else {
          this.tell(await getJson<Changes>("changes", { since: this.revision }, signal));
        }
        useLive.setState({ status: "live" });
        return;
      } catch {
        if (signal.aborted) return;
        useLive.setState({ status: "offline" });
        await pause(RETRY_MS, signal);
      }
    }
  }

  /** Holds the lock, and with it the browser's one event stream, until `signal` aborts. */
  private lead(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let source: EventSource | null = null;
      const open = () => {
        source = new EventSource(apiUrl("events"));
        // What happened between the last answer and the opening of the stream is asked for once more.
        source.addEventListener("open", () => void this.catchUp(signal));
        source.addEventListener("message", (event: MessageEvent<string>) => {
          useLive.setState({ status: "live" });
          this.tell(JSON.parse(event.data) as Changes);
        });
        source.addEventListener("error", () => {
          if (signal.aborted) return;
          useLive.setState({ status: "offline" });
          // A browser gives up for good on an answer that is no stream; a dropped one it reopens by itself.
          if (source?.readyState !== EventSource.CLOSED) return;
          void pause(RETRY_MS, signal)
            .then(() => this.catchUp(signal))
            .then(() => !signal.aborted && open());
        });
      };
      open();
      signal.addEventListener("abort", () => {
        source?.close();
        resolve();
      });
    });
  }

  private async poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(document.visibilityState === "hidden" ? POLL_HIDDEN_MS : POLL_MS, signal);
      await this.catchUp(signal);
    }
  }

  private tell(changes: Changes): void {
    this.channel?.postMessage(changes);
    this.take(changes);
  }

  private take(changes: Changes): void {
    useLive.setState({ status: "live", revision: changes.revision });
    this.revision = changes.revision;
    this.pending.add(changes);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
