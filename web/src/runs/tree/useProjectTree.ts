import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { projectsQuery } from "@/api/queries";
import { buildTree, findNode, type ProjectNode } from "@/projects/tree";
import { useTree } from "./treeStore";

const NARROW = window.matchMedia("(max-width: 760px)");

export interface ProjectTreeState {
  /** The project with what lies under it; undefined where nothing does. */
  root: ProjectNode | undefined;
  open: boolean;
  toggle(): void;
}

/** The tree of a project, and whether it is there; on a narrow screen it lies over the table, and starts closed. */
export function useProjectTree(project: string): ProjectTreeState {
  const projects = useQuery(projectsQuery()).data;
  const tree = useTree();
  const [drawer, setDrawer] = useState(false);
  const root = useMemo(() => projects && findNode(buildTree(projects), project), [projects, project]);
  const hasMore = root !== undefined && root.children.length > 0;
  return {
    root: hasMore ? root : undefined,
    open: hasMore && (NARROW.matches ? drawer : tree.open),
    toggle: () => (NARROW.matches ? setDrawer(!drawer) : tree.toggle()),
  };
}
