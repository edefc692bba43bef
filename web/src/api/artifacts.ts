import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ApiError, apiUrl, getBytes, getJson, segment, sendJson } from "./client";
import type {
  ArtifactCollection,
  ArtifactCollectionDetail,
  ArtifactDiff,
  ArtifactEdit,
  ArtifactFile,
  ArtifactFiles,
  ArtifactLineage,
  ArtifactPreview,
  ArtifactVersionDetail,
  RunArtifact,
} from "./types";

/** What runs and people say of artifacts: asked again when either changes. */
const LIVE = { concerns: "any", calm: true, artifacts: true } as const;
/** What is in a version never changes. */
const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false } as const;
/** What is not there, or cannot be read, is told at once. */
const retry = (failures: number, error: Error): boolean =>
  error instanceof ApiError && error.status === 0 && failures < 30;

export interface Collections {
  collections: ArtifactCollection[];
  types: string[];
}

export const collectionsQuery = (project: string) =>
  queryOptions({
    queryKey: ["artifacts", project],
    queryFn: ({ signal }) => getJson<Collections>("artifacts", { project }, signal),
    meta: LIVE,
  });

export const collectionQuery = (project: string, name: string, deleted: boolean) =>
  queryOptions({
    queryKey: ["artifact-collection", project, name, deleted],
    queryFn: ({ signal }) =>
      getJson<ArtifactCollectionDetail>("artifacts/collection", { project, name, deleted }, signal),
    placeholderData: keepPreviousData,
    retry,
    meta: LIVE,
  });

/** The version that `v3` or an alias means; of one that was deleted nobody knows the name, so it is asked for by its id. */
export const versionQuery = (project: string, name: string, version: string, id: string | null) =>
  queryOptions({
    queryKey: ["artifact-version", project, name, version, id],
    queryFn: ({ signal }) =>
      id === null
        ? getJson<ArtifactVersionDetail>("artifacts/find", { name: `${project}/${name}:${version}` }, signal)
        : getJson<ArtifactVersionDetail>(`artifacts/versions/${segment(id)}`, {}, signal),
    retry,
    meta: LIVE,
  });

export interface VersionFiles {
  files: ArtifactFile[];
  total_files: number;
  total_bytes: number;
}

/** So many files are fetched at once, and so many are listed at most. */
const FILES_AT_ONCE = 10_000;
export const MOST_FILES = 50_000;

/** All files of a version, by path: the first MOST_FILES of them. */
export const filesQuery = (version: string) =>
  queryOptions({
    queryKey: ["artifact-files", version],
    queryFn: async ({ signal }): Promise<VersionFiles> => {
      const files: ArtifactFile[] = [];
      for (let cursor: number | null = 0, totals: ArtifactFiles | undefined; ; ) {
        totals = await getJson<ArtifactFiles>(
          `artifacts/versions/${segment(version)}/files`,
          { recursive: true, limit: FILES_AT_ONCE, cursor: cursor || undefined },
          signal,
        );
        files.push(...totals.files);
        cursor = totals.cursor;
        if (cursor === null || files.length >= MOST_FILES) {
          const { total_files, total_bytes } = totals;
          return { files, total_files, total_bytes };
        }
      }
    },
    retry,
    ...FOR_EVER,
  });

/** The address of a file's bytes. */
export const fileUrl = (version: string, path: string, mime?: string): string =>
  apiUrl(`artifacts/versions/${segment(version)}/file`, { path, mime });

/** The address of all files of a version, in a ZIP archive. */
export const archiveUrl = (version: string): string =>
  apiUrl(`artifacts/versions/${segment(version)}/files.zip`);

/** How a symbolic link of a snapshot stands among its files: `ref` is where it leads. */
export const LINK_MIME = "inode/symlink";

/** The symbolic links of a snapshot, as the file that speaks of its tree has them. */
export const treeLinksQuery = (version: string, treeFile: string) =>
  queryOptions({
    queryKey: ["tree-links", version, treeFile],
    queryFn: async ({ signal }): Promise<ArtifactFile[]> => {
      const facts = await getJson<{ links?: Record<string, string> }>(
        `artifacts/versions/${segment(version)}/file`,
        { path: treeFile },
        signal,
      );
      return Object.entries(facts.links ?? {}).map(([path, ref]) => ({ ...LINK, path, ref }));
    },
    retry,
    ...FOR_EVER,
  });

const LINK = { size_bytes: null, digest: "", sha256: "", chunks: 0, mime: LINK_MIME, object: null };

/** The first bytes of a file. */
export const fileBytesQuery = (version: string, path: string, size_bytes: number) =>
  queryOptions({
    queryKey: ["artifact-bytes", version, path, size_bytes],
    queryFn: ({ signal }) =>
      getBytes(`artifacts/versions/${segment(version)}/file`, { path, size_bytes }, signal),
    retry,
    gcTime: 60_000,
    ...FOR_EVER,
  });

/** What a table, a checkpoint or an archive holds. */
export const previewQuery = (version: string, path: string) =>
  queryOptions({
    queryKey: ["artifact-preview", version, path],
    queryFn: ({ signal }) =>
      getJson<ArtifactPreview>(`artifacts/versions/${segment(version)}/preview`, { path, rows: 200 }, signal),
    retry,
    ...FOR_EVER,
  });

export const MOST_CHANGES = 10_000;

export const diffQuery = (before: string, after: string) =>
  queryOptions({
    queryKey: ["artifact-diff", before, after],
    queryFn: ({ signal }) =>
      getJson<ArtifactDiff>(
        `artifacts/versions/${segment(after)}/diff`,
        { before, limit: MOST_CHANGES },
        signal,
      ),
    retry,
    ...FOR_EVER,
  });

/** What a lineage is drawn around. */
export type Around = { version: string } | { run: string };

export const MOST_NODES = 2_000;

export const lineageQuery = (around: Around) =>
  queryOptions({
    queryKey: ["artifact-lineage", around],
    queryFn: ({ signal }) =>
      getJson<ArtifactLineage>("artifacts/lineage", { ...around, limit: MOST_NODES }, signal),
    placeholderData: keepPreviousData,
    retry,
    meta: LIVE,
  });

/** What a run logged and used. */
export const runArtifactsQuery = (run: string) =>
  queryOptions({
    queryKey: ["run-artifacts", run],
    queryFn: ({ signal }) =>
      getJson<{ artifacts: RunArtifact[] }>(`runs/${segment(run)}/artifacts`, {}, signal),
    select: (answer) => answer.artifacts,
    meta: { concerns: [run], calm: true, artifacts: true },
  });

/** Changes what is said of a version or a collection. When it answers, every list shows it. */
export const postArtifactEdit = (edit: ArtifactEdit): Promise<{ version: ArtifactVersionDetail | null }> =>
  sendJson("POST", "artifacts/edits", edit);

/** Deletes a version, with its aliases. */
export const postArtifactDelete = (version: string): Promise<unknown> =>
  sendJson("POST", `artifacts/versions/${segment(version)}/delete`, { delete_aliases: true });

/** Brings back a version that was deleted; the server refuses where its files are freed. */
export const postArtifactRestore = (version: string): Promise<unknown> =>
  sendJson("POST", `artifacts/versions/${segment(version)}/restore`, {});
