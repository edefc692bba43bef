import { apiUrl } from "@/api/client";
import type { Changes } from "@/api/types";
import { pause } from "./pause";

/** The server says something at least every 15 seconds, so that a connection that died without a word is noticed. */
const SILENCE_LIMIT_MS = 40_000;
/** A browser may wait for a connection for minutes. */
const OPEN_LIMIT_MS = 8_000;

interface Listener {
  /** The stream stands: what happened before is to be asked for. */
  onOpen(): void;
  onChanges(changes: Changes): void;
  /** Any word of the server, a heartbeat too. */
  onWord(): void;
}

/**
 * Reads the event stream until it ends, is refused, falls silent, or `signal` aborts. A browser reopens a dropped stream
 * by itself, but not a refused one, and it does not notice one whose other end is gone: so every end is an end here, and
 * whoever follows begins anew.
 */
export async function readStream(signal: AbortSignal, listener: Listener): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener("abort", end, { signal: over.signal });
  const source = new EventSource(apiUrl("events"));
  let deadline = Date.now() + OPEN_LIMIT_MS;
  const hear = () => {
    deadline = Date.now() + SILENCE_LIMIT_MS;
    listener.onWord();
  };
  source.addEventListener("open", () => {
    hear();
    listener.onOpen();
  });
  source.addEventListener("heartbeat", hear);
  source.addEventListener("message", (event: MessageEvent<string>) => {
    hear();
    listener.onChanges(JSON.parse(event.data) as Changes);
  });
  source.addEventListener("error", end);
  if (signal.aborted) end();
  while (!over.signal.aborted && Date.now() < deadline) await pause(1_000, over.signal);
  source.close();
  end();
}
