import type { MediaItem } from "@/api/types";

const ENDINGS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
  "text/plain": "txt",
  "text/markdown": "md",
  "audio/mpeg": "mp3",
  "audio/x-wav": "wav",
  "application/octet-stream": "bin",
};

/** What a download of the item is called: `val-mistakes-120-3.png`. */
export function fileName({
  key,
  step,
  index,
  mime,
}: Pick<MediaItem, "key" | "step" | "index" | "mime">): string {
  const kind = mime.split(";")[0]?.trim() ?? "";
  const ending = ENDINGS[kind] ?? kind.split("/")[1]?.replace(/^x-|\+.*$/g, "") ?? "bin";
  return `${key.replace(/[^\w.-]+/g, "-")}-${step}-${index}.${ending}`;
}
