import type { Place } from "@/api/types";
import type { ProjectNode } from "@/projects/tree";

export interface TreeRow {
  node: ProjectNode;
  depth: number;
  open: boolean;
}

/** A project and what lies under it as rows; with a search, only what it finds and what leads there. */
export function treeRows(
  root: ProjectNode,
  folded: readonly string[],
  matches: ((path: string) => boolean) | null,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: ProjectNode, depth: number): boolean => {
    const place = rows.length;
    const open = matches !== null || !folded.includes(node.path);
    rows.push({ node, depth, open });
    const below = open ? node.children.map((child) => add(child, depth + 1)).some(Boolean) : false;
    const found = matches === null || below || matches(node.path.slice(root.path.length));
    if (!found) rows.length = place;
    return found;
  };
  add(root, 0);
  return rows;
}

/** How many runs of it, and of what lies under it, are in a place. */
export function runsIn({ runs, archived, binned }: ProjectNode, place: Place): number {
  if (place === "archived") return archived;
  return place === "bin" ? binned : runs;
}

/** Where a project that is dropped on another one goes; null where it cannot go, or lies already. */
export function droppedAt(path: string, target: string): string | null {
  if (target === path || target.startsWith(`${path}/`)) return null;
  const next = `${target}/${path.split("/").at(-1)}`;
  return next === path ? null : next;
}
