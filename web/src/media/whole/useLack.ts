import { useQuery } from "@tanstack/react-query";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { whenIdle } from "@/charts/sight";
import { formatCount } from "@/format/number";
import { type Lack, lackOf } from "./ends";

/** A file as small as this is read in one piece. */
const SMALL_BYTES = 65_536;
const HEAD_BYTES = 64;

/** What is missing of an item's file; null while it is looked for, where nothing is, and where nobody can tell. */
export function useLack({ sha256, mime, size_bytes }: MediaItem, enabled = true): Lack | null {
  const { data } = useQuery({
    queryKey: ["cut-short", sha256],
    queryFn: ({ signal }) => lackOfBlob(blobUrl(sha256, mime), size_bytes, signal),
    enabled: enabled && sha256 !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}

/** A lack in numbers: `1 200 of 3 000 bytes`, or `1 200 bytes` where nobody knows how many it should have. */
export const sayLack = ({ thereBytes, expectedBytes }: Lack): string =>
  expectedBytes === null
    ? `${formatCount(thereBytes)} bytes`
    : `${formatCount(thereBytes)} of ${formatCount(expectedBytes)} bytes`;

/** What is missing of a blob, of which little is read. */
async function lackOfBlob(url: string, loggedBytes: number, signal: AbortSignal): Promise<Lack | null> {
  // Scrolling goes before: what is missing can be told a moment later.
  await new Promise<void>(whenIdle);
  signal.throwIfAborted();
  const first = await readRange(url, 0, loggedBytes <= SMALL_BYTES ? loggedBytes : HEAD_BYTES, signal);
  if (first === null) return null;
  const { thereBytes, bytes: start } = first;
  if (thereBytes < loggedBytes) return { thereBytes, expectedBytes: loggedBytes };
  return lackOf(thereBytes, async (at, count) => {
    if (Math.min(at + count, thereBytes) <= start.length) return start.subarray(at, at + count);
    const found = await readRange(url, at, count, signal);
    return found?.bytes ?? new Uint8Array();
  });
}

/** Bytes of a file and how many it has; null where the server does not answer with a part: what it makes while it answers is whole. */
async function readRange(url: string, at: number, count: number, signal: AbortSignal) {
  const response = await fetch(url, { headers: { range: `bytes=${at}-${at + count - 1}` }, signal });
  const thereBytes = Number(response.headers.get("content-range")?.split("/")[1] ?? Number.NaN);
  if (response.status !== 206 || Number.isNaN(thereBytes)) {
    void response.body?.cancel();
    return null;
  }
  return { bytes: new Uint8Array(await response.arrayBuffer()), thereBytes };
}
