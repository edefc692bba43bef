import type { QueryClient } from "@tanstack/react-query";
import {
  type Comment,
  type CommentChanges,
  changeComment,
  type NewComment,
  writeComment,
} from "@/api/comments";
import { perform } from "@/edits/editor";
import type { Act } from "@/edits/history";

/** Writes a comment; gives whether it was written. The undo of the page takes it back. */
export const write = (client: QueryClient, comment: NewComment): Promise<boolean> =>
  perform("The comment is written.", async () => {
    const { comment: written, undo } = await writeComment(comment);
    await refresh(client);
    return changing(client, written.id, undo as CommentChanges);
  });

/** Changes a comment, told as `what`; gives whether it was done. */
export const change = (
  client: QueryClient,
  comment: Comment,
  changes: CommentChanges,
  what: string,
): Promise<boolean> => perform(what, changing(client, comment.id, changes));

const changing =
  (client: QueryClient, id: string, changes: CommentChanges): Act =>
  async () => {
    const { undo } = await changeComment(id, changes);
    await refresh(client);
    return changing(client, id, undo as CommentChanges);
  };

const refresh = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: ["comments"] });
