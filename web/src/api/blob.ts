import { apiUrl } from "./client";

/** The address of a blob's bytes, cacheable for ever. */
export function blobUrl(sha256: string, mime: string, name?: string): string {
  return apiUrl(`blobs/${sha256}`, { mime, name });
}

export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024] as const;

/** The address of a small picture of an image, its longer side no longer than `size` pixels. */
export const thumbnailUrl = (sha256: string, size: (typeof THUMBNAIL_SIZES)[number]): string =>
  apiUrl(`blobs/${sha256}/thumbnail`, { size });
