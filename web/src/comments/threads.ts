import type { Comment } from "@/api/comments";

/** A comment, and what was replied to it. */
export interface Thread {
  first: Comment;
  replies: readonly Comment[];
}

/** Comments by threads, in the order in which these were begun; those of one chart, or of all and of none. */
export function threadsOf(comments: readonly Comment[], panel?: string): Thread[] {
  const replies = new Map<string, Comment[]>();
  for (const comment of comments) {
    if (comment.reply_to !== null) {
      replies.set(comment.reply_to, [...(replies.get(comment.reply_to) ?? []), comment]);
    }
  }
  return comments
    .filter((comment) => comment.reply_to === null && (panel === undefined || comment.panel === panel))
    .map((first) => ({ first, replies: replies.get(first.id) ?? [] }));
}

/** How many comments of open threads there are to read. */
export const openCount = (threads: readonly Thread[]): number =>
  threads
    .filter(({ first }) => first.resolved_time === null)
    .reduce((count, { first, replies }) => count + (first.deleted_time === null ? 1 : 0) + replies.length, 0);
