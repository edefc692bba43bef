import { queryOptions } from "@tanstack/react-query";
import { getJson, segment, sendJson } from "./client";
import type { Comment, CommentEdited, CommentsAnswer, CommentVersion, CommentVersions } from "./schema";

export type { Comment, CommentsAnswer, CommentVersion } from "./schema";

/** Whose comments: a run's with those on the charts of its page, or those on the charts of a project. */
export type Commented = { run: string } | { project: string };

/** Comments in the order in which they were written, and who comments here. What others write the live feed tells. */
export const commentsQuery = (of: Commented) =>
  queryOptions({
    queryKey: ["comments", of],
    queryFn: ({ signal }) => getJson<CommentsAnswer>("comments", { ...of }, signal),
  });

/** All that a comment was, the newest first. */
export const commentVersionsQuery = (comment: string) =>
  queryOptions({
    queryKey: ["comments", "versions", comment],
    queryFn: ({ signal }) => getJson<CommentVersions>(`comments/${segment(comment)}/versions`, {}, signal),
    select: (answer): readonly CommentVersion[] => answer.versions,
  });

/** A comment to write: about a run, about a chart, or in reply. */
export type NewComment =
  | (Commented & { panel?: string; x?: number; x_axis?: string; text: string })
  | { reply_to: string; text: string };

/** What changes about a comment; what is not given stays. */
export interface CommentChanges {
  text?: string;
  deleted?: boolean;
  resolved?: boolean;
}

export const writeComment = (comment: NewComment): Promise<CommentEdited> =>
  sendJson<CommentEdited>("POST", "comments", comment);

export const changeComment = (comment: Comment["id"], changes: CommentChanges): Promise<CommentEdited> =>
  sendJson<CommentEdited>("POST", `comments/${segment(comment)}`, changes);
