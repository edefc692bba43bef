import type { Json } from "@/api/types";
import type { Pattern } from "@/ui/pattern";

export type ConfigKind = "keys" | "list" | "text" | "number" | "word";

export interface ConfigNode {
  key: string;
  /** The keys from the top, joined by slashes. */
  path: string;
  depth: number;
  kind: ConfigKind;
  value: Json;
  /** What lies under it; null for a value that is shown in one line. */
  children: ConfigNode[] | null;
  /** A text too long for a line: opening it shows all of it. */
  long: boolean;
}

/** A list of plain values stays in its line up to this many characters; so does a text. */
const LINE_LENGTH = 96;

export function buildTree(config: { [key: string]: Json }): ConfigNode[] {
  return Object.entries(config).map(([key, value]) => build(key, value, "", 0));
}

function build(key: string, value: Json, prefix: string, depth: number): ConfigNode {
  const path = prefix + key;
  const entries = entriesOf(value);
  return {
    key,
    path,
    depth,
    kind: kindOf(value),
    value,
    children: entries?.map(([name, item]) => build(name, item, `${path}/`, depth + 1)) ?? null,
    long: typeof value === "string" && (value.length > LINE_LENGTH || value.includes("\n")),
  };
}

function entriesOf(value: Json): [string, Json][] | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  if (!Array.isArray(value)) return entries;
  const plain = value.every((item) => typeof item !== "object" || item === null);
  return plain && oneLine(value).length <= LINE_LENGTH ? null : entries;
}

export function kindOf(value: Json): ConfigKind {
  if (Array.isArray(value)) return "list";
  if (typeof value === "object" && value !== null) return "keys";
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : "word";
}

/** A value as it would be written in a program: texts in quotes, NaN and Infinity by name. */
export function oneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
    return `{${items.join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** What a search keeps: every node that matches, what is above it, and what is under it. */
export function filterTree(nodes: readonly ConfigNode[], pattern: Pattern): ConfigNode[] {
  return nodes.flatMap((node) => {
    if (pattern.matches(node.path)) return [node];
    if (node.children === null) return pattern.matches(oneLine(node.value)) ? [node] : [];
    const children = filterTree(node.children, pattern);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

export interface ConfigRow {
  node: ConfigNode;
  openable: boolean;
  open: boolean;
  /** Its place among its siblings, from 1, and how many they are. */
  place: number;
  siblings: number;
}

/** The rows in sight, top to bottom. */
export function visibleRows(
  nodes: readonly ConfigNode[],
  isOpen: (node: ConfigNode) => boolean,
): ConfigRow[] {
  const rows: ConfigRow[] = [];
  const walk = (siblings: readonly ConfigNode[]) => {
    for (const [index, node] of siblings.entries()) {
      const openable = node.children !== null || node.long;
      const open = openable && isOpen(node);
      rows.push({ node, openable, open, place: index + 1, siblings: siblings.length });
      if (open && node.children) walk(node.children);
    }
  };
  walk(nodes);
  return rows;
}

export function countLeaves(nodes: readonly ConfigNode[]): number {
  return nodes.reduce((count, node) => count + (node.children ? countLeaves(node.children) : 1), 0);
}
