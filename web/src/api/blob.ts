import { apiUrl } from "./client";

/** The address of a blob's bytes, cacheable for ever. */
export function blobUrl(sha256: string, mime: string, name?: string): string {
  return apiUrl(`blobs/${sha256}`, { mime, name });
}
