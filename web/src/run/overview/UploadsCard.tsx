import { useQuery } from "@tanstack/react-query";
import { runUploadsQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatAgo, formatDateTime } from "@/format/time";
import { isGuest } from "@/sharing/guest";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/now";
import styles from "./Side.module.css";

const WORDS = { done: "all there", sending: "sending", waiting: "tried again soon", stopped: "left here" };

/** How far the run is on its way to the servers that this home is sent to; nothing where it is sent nowhere. */
export function UploadsCard({ run }: { run: RunDetail }) {
  const now = useNow();
  const { data } = useQuery({ ...runUploadsQuery(run.id, run.state === "running"), enabled: !isGuest });
  if (!data?.uploads.length) return null;
  return (
    <Card title="Sent to">
      <ul className={styles.list}>
        {data.uploads.map(({ url, state, left_bytes, time, trouble }) => (
          <li key={url}>
            <span className={styles.grow}>{url}</span>
            <span className={styles.quiet} title={`As of ${formatDateTime(time)}`}>
              {WORDS[state]}
              {left_bytes > 0 && `, ${formatBytes(left_bytes)} left`}
            </span>
            {state === "stopped" && (
              <span className={styles.quiet}>
                last news {formatAgo(time, now)}; <code>runstone sync {url}</code> sends it
              </span>
            )}
            {trouble && <span className={styles.quiet}>{trouble}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
