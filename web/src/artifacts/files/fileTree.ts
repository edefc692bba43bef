import type { ArtifactFile } from "@/api/types";

export interface FileNode {
  name: string;
  path: string;
  depth: number;
  /** Null for a folder. */
  file: ArtifactFile | null;
  /** What lies in a folder: folders first, each by name; null for a file. */
  children: FileNode[] | null;
  size_bytes: number;
  /** How many files lie below it, or 1. */
  files: number;
}

const order = new Intl.Collator("en", { numeric: true }).compare;

/** The folders that files lie in, with what they hold together. */
export function buildFileTree(files: readonly ArtifactFile[]): FileNode[] {
  const top: FileNode[] = [];
  const folders = new Map<string, FileNode>();
  const folder = (path: string): FileNode => {
    const known = folders.get(path);
    if (known) return known;
    const cut = path.lastIndexOf("/");
    const above = cut < 0 ? null : folder(path.slice(0, cut));
    const node: FileNode = {
      name: path.slice(cut + 1),
      path,
      depth: above === null ? 0 : above.depth + 1,
      file: null,
      children: [],
      size_bytes: 0,
      files: 0,
    };
    (above?.children ?? top).push(node);
    folders.set(path, node);
    return node;
  };
  for (const file of files) {
    const cut = file.path.lastIndexOf("/");
    const above = cut < 0 ? null : folder(file.path.slice(0, cut));
    const size_bytes = file.size_bytes ?? 0;
    (above?.children ?? top).push({
      name: file.path.slice(cut + 1),
      path: file.path,
      depth: above === null ? 0 : above.depth + 1,
      file,
      children: null,
      size_bytes,
      files: 1,
    });
    for (let path = above?.path; path !== undefined; ) {
      const node = folders.get(path);
      if (node) {
        node.size_bytes += size_bytes;
        node.files += 1;
      }
      const next: number = path.lastIndexOf("/");
      path = next < 0 ? undefined : path.slice(0, next);
    }
  }
  sort(top);
  return top;
}

function sort(nodes: FileNode[]): void {
  nodes.sort((a, b) => Number(a.children === null) - Number(b.children === null) || order(a.name, b.name));
  for (const { children } of nodes) if (children) sort(children);
}

/** The rows in sight, top to bottom. */
export function visibleNodes(nodes: readonly FileNode[], isOpen: (path: string) => boolean): FileNode[] {
  const rows: FileNode[] = [];
  const walk = (level: readonly FileNode[]) => {
    for (const node of level) {
      rows.push(node);
      if (node.children && isOpen(node.path)) walk(node.children);
    }
  };
  walk(nodes);
  return rows;
}

/** The folders above a path. */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
