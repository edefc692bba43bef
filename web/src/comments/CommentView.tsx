import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import type { Comment } from "@/api/comments";
import { formatAgo, formatDateTime } from "@/format/time";
import { Markdown } from "@/ui/Markdown";
import styles from "./Comments.module.css";
import { Composer } from "./Composer";
import { change } from "./deeds";

interface Props {
  comment: Comment;
  /** Who comments here: their own comments they change. */
  reader: string;
}

/** One comment: who said what when, and what its author can do with it. */
export function CommentView({ comment, reader }: Props) {
  const client = useQueryClient();
  const mayEdit = useMayEdit();
  const [editing, setEditing] = useState(false);
  const { author, created_time, edited_time, text, deleted_time } = comment;
  if (deleted_time !== null) return <p className={styles.gone}>This comment was deleted.</p>;
  return (
    <article className={styles.comment} aria-label={`Comment by ${author || "somebody"}`}>
      <header className={styles.head}>
        <span className={styles.author}>{author || "somebody"}</span>
        <time dateTime={new Date(created_time / 1000).toISOString()} title={formatDateTime(created_time)}>
          {formatAgo(created_time)}
        </time>
        {edited_time !== null && <span title={formatDateTime(edited_time)}>edited</span>}
        {author === reader && mayEdit && !editing && (
          <span className={styles.own}>
            <button type="button" onClick={() => setEditing(true)}>
              Edit
            </button>
            <button
              type="button"
              onClick={() => void change(client, comment, { deleted: true }, "The comment is deleted.")}
            >
              Delete
            </button>
          </span>
        )}
      </header>
      {editing ? (
        <Composer
          label="Change the comment"
          placeholder=""
          text={text}
          verb="Save"
          focus
          onCancel={() => setEditing(false)}
          onSend={async (words) => {
            const done = await change(client, comment, { text: words }, "The comment is changed.");
            if (done) setEditing(false);
            return done;
          }}
        />
      ) : (
        <div className={styles.words}>
          <Markdown text={text} />
        </div>
      )}
    </article>
  );
}
