import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import { formatNumber } from "@/format/number";
import styles from "./Comments.module.css";
import { CommentView } from "./CommentView";
import { Composer } from "./Composer";
import { change, write } from "./deeds";
import type { Thread } from "./threads";

interface Props {
  thread: Thread;
  reader: string;
  /** The chart that it is about is said, too. */
  named: boolean;
}

/** A comment with what was replied to it; a thread that is settled is folded. */
export function ThreadView({ thread: { first, replies }, reader, named }: Props) {
  const client = useQueryClient();
  const mayEdit = useMayEdit();
  const [replying, setReplying] = useState(false);
  const resolved = first.resolved_time !== null;
  const [folded, setFolded] = useState(resolved);
  const about = [
    named && first.panel !== null ? first.panel : "",
    first.x === null ? "" : `${first.x_axis} ${formatNumber(first.x)}`,
  ].filter(Boolean);
  const settle = async () => {
    const what = resolved ? "The thread is open again." : "The thread is resolved.";
    if (await change(client, first, { resolved: !resolved }, what)) setFolded(!resolved);
  };
  return (
    <li className={styles.thread} data-resolved={resolved}>
      {about.length > 0 && <p className={styles.about}>On {about.join(" at ")}</p>}
      {resolved && folded ? (
        <button type="button" className={styles.fold} onClick={() => setFolded(false)}>
          Resolved by {first.resolved_by || "somebody"}: {first.text.slice(0, 80) || "a deleted comment"}
        </button>
      ) : (
        <>
          <CommentView comment={first} reader={reader} />
          {replies.length > 0 && (
            <ul className={styles.replies}>
              {replies.map((reply) => (
                <li key={reply.id}>
                  <CommentView comment={reply} reader={reader} />
                </li>
              ))}
            </ul>
          )}
          {!mayEdit ? null : replying ? (
            <Composer
              label="Reply"
              placeholder="Reply …"
              verb="Reply"
              draft={first.id}
              focus
              onCancel={() => setReplying(false)}
              onSend={async (text) => {
                const done = await write(client, { reply_to: first.id, text });
                if (done) setReplying(false);
                return done;
              }}
            />
          ) : (
            <div className={styles.tools}>
              <button type="button" onClick={() => setReplying(true)}>
                Reply
              </button>
              <button type="button" onClick={() => void settle()}>
                {resolved ? "Open again" : "Resolve"}
              </button>
            </div>
          )}
        </>
      )}
    </li>
  );
}
