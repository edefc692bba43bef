import type { Project } from "@/api/types";

export interface ProjectNode {
  /** The last part of the path. */
  name: string;
  path: string;
  /** Of the project and all that lies under it. */
  runs: number;
  running: number;
  archived: number;
  binned: number;
  lastActivity: number | null;
  children: ProjectNode[];
}

/** Projects as the tree that their paths are; folders between them count what lies under them. */
export function buildTree(projects: readonly Project[]): ProjectNode[] {
  const root = emptyNode("", "");
  for (const project of projects) {
    let node = root;
    for (const name of project.project.split("/")) {
      const path = node.path === "" ? name : `${node.path}/${name}`;
      let child = node.children.find((each) => each.name === name);
      if (child === undefined) {
        child = emptyNode(name, path);
        node.children.push(child);
      }
      child.runs += project.runs;
      child.running += project.running;
      child.archived += project.archived;
      child.binned += project.binned;
      child.lastActivity = latest(child.lastActivity, project.last_activity_time);
      node = child;
    }
  }
  sort(root.children);
  return root.children;
}

const emptyNode = (name: string, path: string): ProjectNode => ({
  name,
  path,
  runs: 0,
  running: 0,
  archived: 0,
  binned: 0,
  lastActivity: null,
  children: [],
});

/** The node of a path, if there is one. */
export function findNode(nodes: readonly ProjectNode[], path: string): ProjectNode | undefined {
  const found = nodes.find((node) => node.path === path || path.startsWith(`${node.path}/`));
  return found === undefined || found.path === path ? found : findNode(found.children, path);
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

function sort(nodes: ProjectNode[]): void {
  nodes.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const node of nodes) sort(node.children);
}
