import { useQuery } from "@tanstack/react-query";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { formatCount } from "@/format/number";
import { Icon } from "@/ui/Icon";
import { fileName } from "../fileName";
import styles from "./CutShort.module.css";
import { type Lack, lackOf } from "./ends";

/** Says so where not all of an item's file is there: browsers show and play what is, as if it were all. */
export function CutShort({ item }: { item: MediaItem }) {
  const { sha256, mime, size_bytes } = item;
  const { data: lack } = useQuery({
    queryKey: ["cut-short", sha256],
    queryFn: ({ signal }) => lackOfBlob(blobUrl(sha256, mime), size_bytes, signal),
    enabled: sha256 !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!lack) return null;
  return (
    <p className={styles.line} role="alert">
      <Icon name="alert" size={14} />
      <span>{say(lack)}</span>
      <a href={blobUrl(sha256, mime, fileName(item))} download={fileName(item)}>
        Save what is there
      </a>
    </p>
  );
}

function say({ thereBytes, expectedBytes }: Lack): string {
  const there = formatCount(thereBytes);
  return expectedBytes === null
    ? `Cut short: it stops after ${there} bytes, without the end that such a file has.`
    : `Cut short: ${there} of ${formatCount(expectedBytes)} bytes are there.`;
}

/** What is missing of a blob, of which little is read; null also where nobody can tell. */
async function lackOfBlob(url: string, loggedBytes: number, signal: AbortSignal): Promise<Lack | null> {
  const first = await readRange(url, 0, 1, signal);
  if (first === null) return null;
  const { thereBytes } = first;
  if (thereBytes < loggedBytes) return { thereBytes, expectedBytes: loggedBytes };
  return lackOf(thereBytes, async (at, count) => {
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
