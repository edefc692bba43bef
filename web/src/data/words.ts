import type { DataGroup, DataUse } from "@/api/types";

/** What a depth of a fingerprint was made of. */
export const DEPTHS: Record<DataUse["known"], { word: string; made: string }> = {
  nothing: { word: "address only", made: "Nothing but the address is known." },
  stat: { word: "sizes and times", made: "Made of the sizes and times of all files." },
  partial: { word: "pieces", made: "Made of the sizes, and the first, middle and last 64 KiB of each file." },
  full: { word: "all bytes", made: "Made of every byte." },
};

type Known = Pick<DataUse, "known" | "uri"> & { digests: { [depth: string]: string } };

/** What tells data from other data: its deepest digest, or the address of which nothing is known. */
export const keyOfUse = ({ known, digests, uri }: Known): string => digests[known] || uri;

/** Whether a key means this data: it may be the digest of any use, at any depth. */
export const isNamed = (group: DataGroup, key: string): boolean =>
  key !== "" &&
  (group.digest === key ||
    group.uses.some(({ digests, uri }) => uri === key || Object.values(digests).includes(key)));

export const keyOfGroup = ({ digest, uses }: DataGroup): string => digest || (uses[0]?.uri ?? "");

/** Where a reader may look at it; null for what no browser opens. */
export function pageOf({ uri, facts }: Pick<DataUse, "uri" | "facts">): string | null {
  if (/^https?:\/\//.test(uri)) return uri;
  const repository = facts.repository;
  if (!uri.startsWith("hf://") || typeof repository !== "string") return null;
  const kind = facts.kind === "datasets" || facts.kind === "spaces" ? `${facts.kind}/` : "";
  const revision = typeof facts.revision === "string" ? `/tree/${encodeURIComponent(facts.revision)}` : "";
  return `https://huggingface.co/${kind}${repository.split("/").map(encodeURIComponent).join("/")}${revision}`;
}
