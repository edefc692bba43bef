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

type Named = Pick<MediaItem, "key" | "step" | "index" | "mime"> & Partial<Pick<MediaItem, "facts">>;

/** What a download of the item is called: as it was when it was logged as a file, else `val-mistakes-120-3.png`. */
export function fileName({ key, step, index, mime, facts }: Named): string {
  const logged = typeof facts?.name === "string" ? facts.name.split(/[/\\]/).at(-1) : undefined;
  if (logged && !/^\.+$/.test(logged)) return logged;
  const kind = mime.split(";")[0]?.trim() ?? "";
  const ending = ENDINGS[kind] ?? kind.split("/")[1]?.replace(/^x-|\+.*$/g, "") ?? "bin";
  return `${key.replace(/[^\w.-]+/g, "-")}-${step}-${index}.${ending}`;
}
