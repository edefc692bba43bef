import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { ApiError, getJson } from "@/api/client";
import type { Changes, Home } from "@/api/types";
import { pause } from "./pause";
import { PendingChanges } from "./pending";
import { readStream } from "./stream";

const POLL_MS = 2_000;
const POLL_HIDDEN_MS = 5_000;
const RETRY_MS = 2_000;
const HIDDEN_LIMIT_MS = 60_000;
/** A question this small is answered at once, or the connection is dead. */
const ANSWER_LIMIT_MS = 15_000;
/** How often the tab that leads tells the others that it does, and how long they believe it without a word. */
const LEAD_PULSE_MS = 4_000;
const LEAD_SILENCE_MS = 15_000;

/** `trouble`: the server answers, but with errors. */
export type LiveStatus = "connecting" | "live" | "paused" | "offline" | "trouble";

interface LiveStore {
  status: LiveStatus;
  revision: number | null;
}

export const useLive = create<LiveStore>(() => ({ status: "connecting", revision: null }));

/** What tabs tell each other: what changed, or only that the leader is there. */
type Word = { changes?: Changes; leads?: LiveStatus };

/**
 * Keeps every tab of a browser up to date over one connection. The tab that holds a Web Lock owns the only EventSource
 * (browsers allow six connections a host: one each would hang the seventh tab) and passes changes on through a
 * BroadcastChannel. A leader that falls silent, frozen by the browser with the lock in its hands, is not waited for: the
 * others ask for themselves until they hear of it again. Where locks are missing (plain http on a foreign host) each tab
 * polls the same changes. A tab hidden for a minute lets go, and catches up by revision when it is seen again.
 */
export class LiveFeed {
  private readonly pending: PendingChanges;
  private readonly channel: BroadcastChannel | null;
  private revision: number | null = null;
  private stop: (() => void) | null = null;
  private hiddenTimer: ReturnType<typeof setTimeout> | null = null;
  private leaderHeard = 0;
  private ended = false;

  constructor(client: QueryClient) {
    this.pending = new PendingChanges(client);
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`runstone ${document.baseURI}`) : null;
    this.channel?.addEventListener("message", (event: MessageEvent<Word>) => this.onWord(event.data));
  }

  start(): void {
    document.addEventListener("visibilitychange", () => this.onVisibility());
    // A page that is kept for the way back must not keep the lock.
    window.addEventListener("pagehide", () => this.disconnect());
    window.addEventListener("pageshow", (event) => event.persisted && this.stop === null && this.connect());
    this.connect();
  }

  /** Asks for nothing any more. */
  end(): void {
    this.ended = true;
    this.disconnect();
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
    if (this.ended) return;
    const aborter = new AbortController();
    this.stop = () => aborter.abort();
    useLive.setState({ status: "connecting" });
    void this.run(aborter.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.catchUp(signal);
    if (this.channel === null || !("locks" in navigator)) {
      await this.poll(signal);
      return;
    }
    const leading = new AbortController();
    void this.standIn(AbortSignal.any([signal, leading.signal]));
    try {
      await navigator.locks.request(`runstone live ${document.baseURI}`, { signal }, () => {
        leading.abort();
        return this.lead(signal);
      });
    } catch {
      leading.abort();
      // A page in a foreign frame, as in a notebook, may be denied its locks.
      await this.poll(signal);
    }
  }

  /** Holds the lock, and with it the browser's one event stream, until `signal` aborts. */
  private async lead(signal: AbortSignal): Promise<void> {
    const pulse = setInterval(() => this.say({ leads: useLive.getState().status }), LEAD_PULSE_MS);
    while (!signal.aborted) {
      await readStream(signal, {
        // What happened between the last answer and the opening of the stream is asked for once more.
        onOpen: () => void this.askOnce(signal),
        onChanges: (changes) => this.tell(changes),
        onWord: () => useLive.setState({ status: "live" }),
      });
      if (signal.aborted) break;
      // A server that is there answers at once, and nobody sees that a stream ended.
      await this.catchUp(signal);
      await pause(RETRY_MS, signal);
    }
    clearInterval(pulse);
  }

  /** Asks for itself while the tab that leads is silent, until this one leads. */
  private async standIn(signal: AbortSignal): Promise<void> {
    this.leaderHeard = Date.now();
    while (!signal.aborted) {
      await pause(pollMs(), signal);
      if (!signal.aborted && Date.now() - this.leaderHeard > LEAD_SILENCE_MS) await this.catchUp(signal);
    }
  }

  private async poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(pollMs(), signal);
      await this.catchUp(signal);
    }
  }

  /** Asks what changed since the last known revision, until the server answers. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !(await this.askOnce(signal))) await pause(RETRY_MS, signal);
  }

  /** Gives whether there was an answer; what the server could not say is told as the status. */
  private async askOnce(signal: AbortSignal): Promise<boolean> {
    let changes: Changes;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    try {
      if (this.revision === null) {
        const { revision } = await getJson<Home>("home", {}, patience);
        changes = { revision, runs: [], views: [], reset: false, collections: [], sweeps: [], comments: [] };
      } else changes = await getJson<Changes>("changes", { since: this.revision }, patience);
    } catch (error) {
      if (signal.aborted) return false;
      const answered = error instanceof ApiError && error.status !== 0;
      useLive.setState({ status: answered ? "trouble" : "offline" });
      return false;
    }
    // Outside of the `try`: a fault of ours is not the server's silence.
    this.tell(changes);
    return true;
  }

  private tell(changes: Changes): void {
    this.say({ changes });
    this.take(changes);
  }

  private say(word: Word): void {
    this.channel?.postMessage(word);
  }

  private onWord({ changes, leads }: Word): void {
    if (leads !== undefined) {
      this.leaderHeard = Date.now();
      if (this.stop !== null && leads !== "paused") useLive.setState({ status: leads });
    }
    if (changes) this.take(changes);
  }

  private take(changes: Changes): void {
    if (this.stop !== null) useLive.setState({ status: "live" });
    useLive.setState({ revision: changes.revision });
    this.revision = changes.revision;
    this.pending.add(changes);
  }
}

const pollMs = (): number => (document.visibilityState === "hidden" ? POLL_HIDDEN_MS : POLL_MS);
