import type { ArtifactVersion, Environment, RunArtifact } from "@/api/types";

/** What a snapshot says of links, empty folders and rights stands in a file of its own. */
export const TREE_FILE = ".runstone-tree.json";

/** The version that holds the snapshot of a run's code; null if it has none that is whole. */
export function snapshotOf(
  environment: Environment | undefined,
  artifacts: readonly RunArtifact[],
): ArtifactVersion | null {
  const digest = environment?.code?.digest;
  if (digest === undefined) return null;
  const found = artifacts.findLast(
    ({ role, version }) =>
      role === "logged" && version.type === "code" && version.digest === digest && !version.deleted,
  );
  return found?.version ?? null;
}

const WHY: Record<string, string> = {
  secret: "They look like secrets",
  large: "They are larger than a file of a snapshot may be",
  limit: "The snapshot has as many files or bytes as it may have",
  unreadable: "They could not be read",
  name: "Their names cannot stand in an artifact",
};

export interface LeftOutGroup {
  reason: string;
  why: string;
  paths: string[];
}

/** What a snapshot left out, by the reason; secrets first, for they are what one wants to know of. */
export function leftOutGroups(items: readonly { path: string; reason: string }[]): LeftOutGroup[] {
  const groups = new Map<string, string[]>();
  for (const { path, reason } of items) groups.set(reason, [...(groups.get(reason) ?? []), path]);
  const order = Object.keys(WHY);
  return [...groups]
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([reason, paths]) => ({ reason, why: WHY[reason] ?? reason, paths: paths.sort() }));
}
