import type { MediaKey } from "@/api/types";
import { formatCount, plural } from "@/format/number";

export interface MediaSection {
  /** What precedes the last `/` of its keys, empty for keys without one. */
  name: string;
  keys: MediaKey[];
}

/** Groups keys, which arrive sorted, by what precedes their last `/`. */
export function groupKeys(keys: readonly MediaKey[]): MediaSection[] {
  const sections = new Map<string, MediaSection>();
  for (const media of keys) {
    const name = sectionOf(media.key);
    const section = sections.get(name);
    if (section) section.keys.push(media);
    else sections.set(name, { name, keys: [media] });
  }
  return [...sections.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export const sectionOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf("/")));

/** A section as a heading says it. */
export const sectionTitle = (name: string): string => (name === "" ? "Without a prefix" : name);

/** How many keys there are, and how many of them a search finds where that is fewer. */
export const countKeys = (found: number, all: number): string =>
  found === all ? plural(all, "key") : `${formatCount(found)} of ${plural(all, "key")}`;
