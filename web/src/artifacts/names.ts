import type { ArtifactVersion, LineageNode } from "@/api/types";
import type { Route } from "@/route/paths";

type Named = Pick<ArtifactVersion, "project" | "name" | "number">;

/** `data:v3`, as people say it within a project. */
export const shortName = ({ name, number }: Omit<Named, "project">): string => `${name}:v${number}`;

/** `cv/digits/data:v3`, which means the same everywhere. */
export const fullName = ({ project, name, number }: Named): string => `${project}/${name}:v${number}`;

export const versionRoute = ({ project, name, number }: Named): Route => ({
  page: "version",
  project,
  name,
  version: `v${number}`,
});

/** Where a full name leads; null if it is none. */
export function routeOfName(name: string): Route | null {
  const found = /^(.+)\/([^/:]+):(.+)$/.exec(name);
  const [, project, collection, version] = found ?? [];
  if (project === undefined || collection === undefined || version === undefined) return null;
  return { page: "version", project, name: collection, version };
}

/** Where a node of a lineage leads; deleted versions are found by their id. */
export function routeOfNode(node: LineageNode): { to: Route; search: string } | null {
  const id = node.id.slice(node.id.indexOf(":") + 1);
  if (node.kind === "run") return { to: { page: "run", project: node.project, run: id }, search: "" };
  const to = routeOfName(`${node.project}/${node.label}`);
  return to && { to, search: node.state === "deleted" ? `id=${encodeURIComponent(id)}` : "" };
}

/** Newest first is how versions stand; a link's own number says nothing of what it leads to. */
export const isLatest = (alias: string): boolean => alias === "latest";

/** Aliases as they are read: those that somebody chose first, `latest` last. */
export const inOrder = (aliases: readonly string[]): string[] =>
  [...aliases].sort((a, b) => Number(isLatest(a)) - Number(isLatest(b)) || a.localeCompare(b));
