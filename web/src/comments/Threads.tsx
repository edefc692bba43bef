import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMayEdit } from "@/access/rights";
import { type Commented, commentsQuery } from "@/api/comments";
import { Failure, Skeleton } from "@/ui/Notice";
import styles from "./Comments.module.css";
import { Composer } from "./Composer";
import { write } from "./deeds";
import { ThreadView } from "./ThreadView";
import { threadsOf } from "./threads";

interface Props {
  of: Commented;
  /** Only those on this chart, about which is written, too. */
  panel?: string;
  focus?: boolean;
  /** Only the thread that this comment began. */
  only?: string;
}

/** What people said, thread by thread, and the place to say more. */
export default function Threads({ of, panel, focus, only }: Props) {
  const client = useQueryClient();
  const mayEdit = useMayEdit();
  const { data, error, refetch } = useQuery(commentsQuery(of));
  if (data === undefined) {
    return error ? <Failure error={error} inline onRetry={() => void refetch()} /> : <Skeleton height={56} />;
  }
  const threads = threadsOf(data.comments, panel).filter(
    ({ first }) => only === undefined || first.id === only,
  );
  return (
    <div className={styles.threads}>
      {threads.length > 0 && (
        <ul className={styles.list}>
          {threads.map((thread) => (
            <ThreadView
              key={thread.first.id}
              thread={thread}
              reader={data.author}
              named={panel === undefined}
            />
          ))}
        </ul>
      )}
      {threads.length === 0 && !mayEdit && <p className={styles.about}>Nobody said anything of it yet.</p>}
      {only === undefined && mayEdit && (
        <Composer
          label="Comment"
          placeholder={threads.length === 0 ? "What should others know of it?" : "Comment …"}
          verb="Comment"
          draft={JSON.stringify([of, panel])}
          focus={focus && threads.length === 0}
          onSend={(text) => write(client, { ...of, ...(panel === undefined ? {} : { panel }), text })}
        />
      )}
    </div>
  );
}
