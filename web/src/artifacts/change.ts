import type { QueryClient } from "@tanstack/react-query";
import { postArtifactDelete, postArtifactEdit, postArtifactRestore } from "@/api/artifacts";
import type { ArtifactEdit, ArtifactVersion } from "@/api/types";
import { perform } from "@/edits/editor";
import type { Act } from "@/edits/history";
import { shortName } from "./names";

/** What changes, and what brings back what was there before. */
export interface Change {
  /** What was done, as a sentence. */
  what: string;
  edit: ArtifactEdit;
  undo: ArtifactEdit;
}

type Version = Pick<ArtifactVersion, "id" | "collection" | "name" | "number" | "aliases">;

/** Gives a version an alias, which whoever had it loses. */
export function addAlias(version: Version, alias: string, others: readonly Version[]): Change {
  const before = others.find((other) => other.id !== version.id && other.aliases.includes(alias));
  const { collection } = version;
  return {
    what: before
      ? `“${alias}” moved from v${before.number} to ${shortName(version)}.`
      : `“${alias}” was given to ${shortName(version)}.`,
    edit: { collection, version: version.id, aliases_added: [alias] },
    undo: before
      ? { collection, version: before.id, aliases_added: [alias] }
      : { collection, version: version.id, aliases_removed: [alias] },
  };
}

export function removeAlias(version: Version, alias: string): Change {
  const { collection, id } = version;
  return {
    what: `“${alias}” was taken from ${shortName(version)}.`,
    edit: { collection, version: id, aliases_removed: [alias] },
    undo: { collection, version: id, aliases_added: [alias] },
  };
}

/** What tags and descriptions are said of: a version, or its collection where `version` is missing. */
export interface Subject {
  collection: string;
  version?: string;
  /** What it is called in a sentence. */
  called: string;
}

export function changeTag({ called, ...of }: Subject, tag: string, on: boolean): Change {
  const [added, removed] = [
    { ...of, tags_added: [tag] },
    { ...of, tags_removed: [tag] },
  ];
  return {
    what: on ? `${called} was tagged “${tag}”.` : `The tag “${tag}” was taken from ${called}.`,
    edit: on ? added : removed,
    undo: on ? removed : added,
  };
}

export function changeDescription({ called, ...of }: Subject, before: string, after: string): Change {
  return {
    what: `The description of ${called} was changed.`,
    edit: { ...of, description: after },
    undo: { ...of, description: before },
  };
}

/** `null` keeps a version for ever. */
export function changeTtl(version: ArtifactVersion, secs: number | null): Change {
  const { collection, id, ttl_secs } = version;
  return {
    what:
      secs === null
        ? `${shortName(version)} is kept for ever.`
        : `${shortName(version)} is kept for a limited time.`,
    edit: { collection, version: id, ttl_secs: secs ?? 0 },
    undo: { collection, version: id, ttl_secs: ttl_secs ?? 0 },
  };
}

/** Makes a change, tells it, and keeps what takes it back. Gives whether it was made. */
export function make(client: QueryClient, { what, edit, undo }: Change): Promise<boolean> {
  const act =
    (forth: ArtifactEdit, back: ArtifactEdit): Act =>
    async () => {
      await postArtifactEdit(forth);
      await refresh(client);
      return act(back, forth);
    };
  return perform(what, act(edit, undo));
}

/** Deletes a version, or brings it back; each takes back the other. Gives whether it was done; what the server refuses is told. */
export function setDeleted(client: QueryClient, version: Version, deleted: boolean): Promise<boolean> {
  const act =
    (forth: boolean): Act =>
    async () => {
      await (forth ? postArtifactDelete : postArtifactRestore)(version.id);
      await refresh(client);
      return act(!forth);
    };
  const name = shortName(version);
  const what = deleted
    ? `${name} was deleted. It can be restored until runstone gc has freed its files.`
    : `${name} was restored.`;
  return perform(what, act(deleted));
}

const refresh = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ meta }) => meta?.artifacts === true });
