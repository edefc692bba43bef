import { ApiError, answerError, askBytes, askStream, getBytes } from "./client";
import { readParts } from "./parts";
import type { SeriesAsk } from "./schema";

/** With more runs a question is too long for an address. */
export const MOST_IN_ADDRESS = 200;
/** What one request holds: the server reads no longer body than a megabyte, and no more panels. */
const MOST_CHARACTERS = 500_000;
const MOST_PANELS = 100;

interface Waiting {
  question: SeriesAsk;
  signal: AbortSignal;
  resolve(frame: ArrayBuffer): void;
  reject(error: unknown): void;
}

let waiting: Waiting[] = [];
let underway = 0;

/**
 * The frame of a panel. What charts ask for in one go, as those in sight do, travels as one request, and each has its answer as
 * soon as it has come. An abort, and an error, is the question's own.
 */
export function askPanel(question: SeriesAsk, signal: AbortSignal): Promise<ArrayBuffer> {
  const answer = new Promise<ArrayBuffer>((resolve, reject) => {
    if (waiting.length === 0) queueMicrotask(sendPanels);
    waiting.push({ question, signal, resolve, reject });
  });
  underway += 1;
  const end = () => {
    underway -= 1;
  };
  answer.then(end, end);
  return answer;
}

/** How many panels wait for their answers. */
export const panelsUnderway = (): number => underway;

/** What was asked for so far goes off now, and not behind what else the page is about. */
export function sendPanels(): void {
  const all = waiting.filter(({ signal }) => !signal.aborted);
  for (const { signal, reject } of waiting) if (signal.aborted) reject(signal.reason);
  waiting = [];
  let group: Waiting[] = [];
  let characters = 0;
  for (const each of all) {
    const own = JSON.stringify(each.question).length;
    if (group.length === MOST_PANELS || (group.length > 0 && characters + own > MOST_CHARACTERS)) {
      void send(group);
      group = [];
      characters = 0;
    }
    group.push(each);
    characters += own;
  }
  if (group.length > 0) void send(group);
}

async function send(group: Waiting[]): Promise<void> {
  const [first] = group;
  if (group.length === 1 && first) return sendAlone(first);
  const unanswered = [...group];
  try {
    const body = await askStream(
      "panels",
      { panels: group.map(({ question }) => question) },
      whileWanted(group),
    );
    for await (const { status, bytes } of readParts(body)) {
      const asker = unanswered.shift();
      if (status === 200) asker?.resolve(bytes);
      else asker?.reject(await answerError(new Response(bytes, { status })));
    }
  } catch (error) {
    if (error instanceof ApiError && error.status === 0) {
      for (const { reject } of unanswered) reject(error);
      return;
    }
  }
  // An answer that ends too soon, or a request that is refused whole, says nothing of most of them: each asks again for itself.
  await Promise.all(unanswered.filter(({ signal }) => !signal.aborted).map(sendAlone));
}

async function sendAlone({ question, signal, resolve, reject }: Waiting): Promise<void> {
  const ask = (question.run?.length ?? 0) > MOST_IN_ADDRESS ? askBytes : getBytes;
  await ask("series", { ...question }, signal).then(resolve, reject);
}

/** Aborts when nobody waits for an answer any more; who does not is told at once. */
function whileWanted(group: readonly Waiting[]): AbortSignal {
  const aborter = new AbortController();
  for (const { signal, reject } of group) {
    signal.addEventListener("abort", () => {
      reject(signal.reason);
      if (group.every((each) => each.signal.aborted)) aborter.abort();
    });
  }
  return aborter.signal;
}
