import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import type { Analysis } from "./analysis";
import type { AnalysisAnswer, AnalysisAsk } from "./analysis.worker";

/** Sounds in sight that were looked at stay looked at. */
const KEPT = 60;
/** More at once would only wait for each other. */
const AT_ONCE = 2;
/** What the browser has decoded lies in memory whole, four bytes a sample. */
const MOST_DECODED_BYTES = 400 * 2 ** 20;

const kept = new Map<string, Promise<Analysis>>();
const waiting: (() => void)[] = [];
let running = 0;

/** What is to be drawn of a sound. Samples are looked at in a worker: the page never waits. */
export function analysisOf(item: MediaItem): Promise<Analysis> {
  const { sha256 } = item;
  const known = kept.get(sha256);
  if (known) return known;
  const found = inTurn(() => analyse(item));
  kept.set(sha256, found);
  found.catch(() => kept.delete(sha256));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
  return found;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function analyse(item: MediaItem): Promise<Analysis> {
  const url = blobUrl(item.sha256, item.mime);
  // Values that are not encoded yet come as WAV, too.
  const isWav = /wav/.test(item.mime) || item.mime.startsWith("application/");
  const answer = isWav ? await ask({ url }, []) : { unread: true as const };
  if ("analysis" in answer) return answer.analysis;
  if ("failed" in answer) throw new Error(answer.failed);
  const decoded = await decode(item, url);
  const second = await ask(
    decoded,
    decoded.channels.map(({ buffer }) => buffer),
  );
  if ("analysis" in second) return second.analysis;
  throw new Error("failed" in second ? second.failed : "The browser cannot read this sound.");
}

async function decode(item: MediaItem, url: string) {
  const { sample_rate_hz: rate, channels, duration_secs: secs } = item.facts;
  const rateHz = typeof rate === "number" && rate >= 8000 && rate <= 96_000 ? rate : 44_100;
  if (typeof secs === "number" && secs * rateHz * (Number(channels) || 2) * 4 > MOST_DECODED_BYTES) {
    throw new Error("This sound is too long to be drawn here. It plays, and can be downloaded.");
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sound did not come (HTTP ${response.status}).`);
  // With the sound's own rate nothing is resampled.
  const context = new OfflineAudioContext(1, 1, rateHz);
  const buffer = await context.decodeAudioData(await response.arrayBuffer()).catch(() => {
    throw new Error("The browser cannot decode this sound.");
  });
  const copies = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i).slice());
  return { channels: copies, rateHz: buffer.sampleRate };
}

function ask(question: AnalysisAsk, transfer: Transferable[]): Promise<AnalysisAnswer> {
  const worker = new Worker(new URL("./analysis.worker.ts", import.meta.url), { type: "module" });
  return new Promise<AnalysisAnswer>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<AnalysisAnswer>) => resolve(data);
    worker.onerror = (event) => resolve({ failed: event.message || "The sound could not be looked at." });
    worker.postMessage(question, transfer);
  }).finally(() => worker.terminate());
}
