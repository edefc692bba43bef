import type { ArtifactCollection } from "@/api/types";
import type { Pattern } from "@/ui/pattern";

export type ListRow =
  | { kind: "type"; type: string; count: number }
  | { kind: "collection"; collection: ArtifactCollection };

/** Collections under a heading for each type, what was changed last first. */
export function listRows(
  collections: readonly ArtifactCollection[],
  pattern: Pattern,
  type: string,
): ListRow[] {
  const types = new Map<string, ArtifactCollection[]>();
  for (const collection of collections) {
    if (type !== "" && collection.type !== type) continue;
    const { project, name, description, tags, aliases } = collection;
    const words = [`${project}/${name}`, description, ...tags, ...Object.keys(aliases)].join("\n");
    if (!pattern.matches(words)) continue;
    const group = types.get(collection.type);
    if (group) group.push(collection);
    else types.set(collection.type, [collection]);
  }
  return [...types]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, group]): ListRow[] => [
      { kind: "type", type: name, count: group.length },
      ...group
        .sort((a, b) => b.updated_time - a.updated_time)
        .map((collection): ListRow => ({ kind: "collection", collection })),
    ]);
}
