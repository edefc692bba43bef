import { queryOptions } from "@tanstack/react-query";
import { getJson, segment, sendJson } from "./client";
import type { VersionsAnswer, View, ViewDetail, ViewsAnswer, ViewVersion } from "./schema";

export type { View, ViewDetail } from "./schema";

export type ViewKind = "view" | "report";

/** The saved views of a project, or its reports, by name. What somebody saves elsewhere the live feed tells. */
export const viewsQuery = (project: string, kind: ViewKind = "view") =>
  queryOptions({
    queryKey: ["views", project, kind],
    queryFn: ({ signal }) => getJson<ViewsAnswer>("views", { project, kind }, signal),
    select: (answer): readonly View[] => answer.views,
  });

/** A view with its document. */
export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: ["views", "one", id],
    queryFn: ({ signal }) => getJson<ViewDetail>(`views/${segment(id)}`, {}, signal),
    enabled: id !== "",
  });

/** A view as it was in a version, which never changes. */
export const viewVersionQuery = (id: string, revision: string) =>
  queryOptions({
    queryKey: ["view-version", id, revision],
    queryFn: ({ signal }) => getJson<ViewDetail>(`views/${segment(id)}`, { revision }, signal),
    enabled: id !== "" && revision !== "",
  });

/** All that a view was, the newest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["views", "versions", id],
    queryFn: ({ signal }) => getJson<VersionsAnswer>(`views/${segment(id)}/versions`, {}, signal),
    select: (answer): readonly ViewVersion[] => answer.versions,
  });

export interface NewView {
  project: string;
  name: string;
  /** A view if it is not said. */
  kind?: ViewKind;
  document: unknown;
}

/** What is left out stays as it was. */
export interface ChangedView {
  id: string;
  expected_revision: string;
  name?: string;
  document?: unknown;
}

export const saveView = (view: NewView | ChangedView): Promise<ViewDetail> =>
  sendJson<ViewDetail>("POST", "views", view);

export const removeView = ({ id, revision }: Pick<View, "id" | "revision">): Promise<View> =>
  sendJson<View>("DELETE", `views/${segment(id)}?expected_revision=${segment(revision)}`);

/** Saves a view as it was in a version. */
export const restoreView = (id: string, revision: string, expected: string): Promise<ViewDetail> =>
  sendJson<ViewDetail>("POST", `views/${segment(id)}/restore`, { revision, expected_revision: expected });

export const makeDefault = (id: string, isDefault: boolean): Promise<View> =>
  sendJson<View>("POST", `views/${segment(id)}/default`, { default: isDefault });
