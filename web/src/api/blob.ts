import { apiUrl } from "./client";

let root: string | undefined;

/** Where blobs are. A page of pictures asks for thousands of addresses, and taking one apart costs as much as drawing it. */
const blobs = (): string => {
  root ??= apiUrl("blobs/");
  return root;
};

/** The address of a blob's bytes, cacheable for ever. */
export function blobUrl(sha256: string, mime: string, name?: string): string {
  const query = [mime && `mime=${encodeURIComponent(mime)}`, name && `name=${encodeURIComponent(name)}`];
  const search = query.filter(Boolean).join("&");
  return `${blobs()}${sha256}${search && `?${search}`}`;
}

export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024] as const;

/** The address of a small picture of an image, its longer side no longer than `size` pixels. */
export const thumbnailUrl = (sha256: string, size: (typeof THUMBNAIL_SIZES)[number]): string =>
  `${blobs()}${sha256}/thumbnail?size=${size}`;
