import type { Environment, MediaItem, SavedFile } from "@/api/types";
import { fileName } from "@/media/fileName";

/** A file that the home keeps for a run. */
export interface RunFile {
  id: string;
  name: string;
  /** Where it comes from: `val/pictures at step 10`. */
  origin: string;
  type: string;
  size_bytes: number;
  sha256: string;
}

/** Everything stored of a run besides its journals: the files that were saved with it, its media, and the changes that no commit held. */
export function filesOf(
  environment: Environment | undefined,
  media: readonly MediaItem[],
  saved: readonly SavedFile[],
): RunFile[] {
  const diff = environment?.git?.diff;
  const patch: RunFile[] = diff
    ? [{ id: "patch", name: "uncommitted.patch", origin: "git", type: "text/x-diff", ...diff }]
    : [];
  const items = media
    .filter((item) => item.sha256 !== "")
    .map((item) => ({
      id: `${item.key} ${item.step} ${item.index}`,
      name: fileName(item),
      origin: `${item.key} at step ${item.step}`,
      type: item.mime,
      size_bytes: item.size_bytes,
      sha256: item.sha256,
    }));
  const own = saved.map(({ path, mime, size_bytes, sha256, policy }) => ({
    id: `saved ${path}`,
    name: path,
    origin: policy === "live" ? "saved, kept up to date" : policy === "now" ? "saved" : "saved at the end",
    type: mime || "application/octet-stream",
    size_bytes,
    sha256,
  }));
  return [...own, ...patch, ...items];
}

export type FileSort = "name" | "type" | "size_bytes";

/** Names as people count, sizes from the largest. */
export function sortFiles(files: readonly RunFile[], by: FileSort): RunFile[] {
  const order = new Intl.Collator("en", { numeric: true }).compare;
  return [...files].sort((a, b) => {
    if (by === "size_bytes") return b.size_bytes - a.size_bytes || order(a.name, b.name);
    return order(a[by], b[by]) || order(a.name, b.name);
  });
}

/** Equal files are stored once, however often they were logged. */
export function storedBytes(files: readonly RunFile[]): number {
  const sizes = new Map(files.map(({ sha256, size_bytes }) => [sha256, size_bytes]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
