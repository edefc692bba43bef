import type { View } from "@/route/search";

/** Names and values in one text: `train/loss~log:1~sm:0.6`. A name may come several times. */
export type Entries = readonly (readonly [name: string, value: string])[];

const escaped = (text: string): string => text.replace(/[%~]/g, (sign) => (sign === "%" ? "%25" : "%7E"));
const unescaped = (text: string): string => text.replace(/%(25|7E)/g, (code) => (code === "%25" ? "%" : "~"));

export function packText(head: string, entries: Entries): string {
  return [escaped(head), ...entries.map(([name, value]) => `${name}:${escaped(value)}`)].join("~");
}

export function unpackText(text: string): [head: string, entries: Entries] {
  const [head = "", ...parts] = text.split("~");
  const entries = parts.flatMap((part) => {
    const colon = part.indexOf(":");
    return colon < 1 ? [] : [[part.slice(0, colon), unescaped(part.slice(colon + 1))] as const];
  });
  return [unescaped(head), entries];
}

/** The settings of `view` among the entries: those that are said and can be read, no others. */
export function readEntries<S>(view: View<S>, entries: Entries): Partial<S> {
  const found: Partial<S> = {};
  for (const name in view) {
    const values = entries.filter(([entry]) => entry === name).map(([, value]) => value);
    const value = values.length > 0 ? view[name].read(values) : undefined;
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Entries that say just the settings of `part`, also where they equal the default: a wider one may differ. */
export function writeEntries<S>(view: View<S>, part: Partial<S>): Entries {
  return Object.keys(view).flatMap((name) => {
    const value = part[name as keyof S];
    if (value === undefined) return [];
    return view[name as keyof S].write(value).map((text) => [name, text] as const);
  });
}

/** The entries after `change`; what `view` does not know stays as it is, a setting changed to undefined is unsaid. */
export function changeEntries<S>(view: View<S>, entries: Entries, change: Partial<S>): Entries {
  const rest = entries.filter(([name]) => !(name in change));
  return [...rest, ...writeEntries(view, change)];
}
