import type { Writer } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatAgo, formatDateTime } from "@/format/time";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/now";
import styles from "./Side.module.css";

/** The processes that wrote to the run. */
export function WritersCard({ writers }: { writers: readonly Writer[] }) {
  const now = useNow();
  return (
    <Card title="Processes" note={writers.length}>
      <ul className={styles.list}>
        {writers.map((writer) => (
          <li key={writer.writer}>
            <span className={styles.grow}>
              {writer.host} · {writer.pid}
            </span>
            <span className={styles.quiet}>{writer.role}</span>
            <span className={styles.quiet}>{formatBytes(writer.size_bytes)}</span>
            <span className={styles.quiet} title={`Last write ${formatDateTime(writer.last_time)}`}>
              {writer.alive ? "writing" : `last ${formatAgo(writer.last_time, now)}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
