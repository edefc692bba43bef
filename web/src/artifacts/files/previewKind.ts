import { LINK_MIME } from "@/api/artifacts";
import type { ArtifactFile } from "@/api/types";

/** How a file is shown. `inside`: the server looks into it. */
export type PreviewKind =
  | "link"
  | "reference"
  | "table"
  | "inside"
  | "image"
  | "audio"
  | "video"
  | "markdown"
  | "json"
  | "text"
  | "none";

const INSIDE = /\.(parquet|pq|csv|tsv|safetensors|zip|npz|pt|pth|ckpt|keras|whl)$/i;
const MARKDOWN = /\.(md|markdown)$/i;
const JSONS = /\.(json|ipynb|geojson)$/i;
const BYTES =
  /\.(bin|npy|h5|hdf5|onnx|pkl|pickle|joblib|gz|xz|bz2|zst|7z|tar|so|exe|o|arrow|feather|tflite|gguf|msgpack)$/i;
/** What is called like nothing known may be a text, if it is not long. */
const PERHAPS_TEXT_BYTES = 1 << 20;
const LARGE_PICTURE_BYTES = 16 << 20;

export function previewKind({ path, ref, mime, object, sha256, size_bytes }: ArtifactFile): PreviewKind {
  if (mime === LINK_MIME) return "link";
  if (ref !== "") return "reference";
  if (object?.type === "table" && sha256 !== "") return "table";
  if (INSIDE.test(path)) return "inside";
  // Larger ones lie in chunks, and come as plain bytes.
  const inOne = (size_bytes ?? 0) < LARGE_PICTURE_BYTES;
  if (/^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon)$/.test(mime)) return inOne ? "image" : "none";
  if (mime.startsWith("audio/")) return inOne ? "audio" : "none";
  if (/^video\/(mp4|webm|ogg)$/.test(mime)) return inOne ? "video" : "none";
  if (MARKDOWN.test(path)) return "markdown";
  if (JSONS.test(path)) return "json";
  if (mime.startsWith("text/") || /[/+](json|xml|yaml|x-sh|javascript|toml|x-python)$/.test(mime))
    return "text";
  if (BYTES.test(path)) return "none";
  return (size_bytes ?? 0) <= PERHAPS_TEXT_BYTES ? "text" : "none";
}

/** So much of a text is fetched. */
export const TEXT_BYTES = 512 << 10;

/** The text of bytes, whose last character may be cut; null if they are no text. */
export function textOf(bytes: ArrayBuffer, isCut: boolean): string | null {
  const all = new Uint8Array(bytes);
  if (all.subarray(0, 8192).includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(all, { stream: isCut });
  } catch {
    return null;
  }
}
