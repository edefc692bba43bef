import type { Writer } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatAgo, formatDateTime } from "@/format/time";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/now";
import { editorsOf } from "./people";
import styles from "./Side.module.css";

/** The processes that recorded the run, and the people who changed something about it since. */
export function WritersCard({ writers }: { writers: readonly Writer[] }) {
  const now = useNow();
  const recorders = writers.filter(({ role }) => role !== "editor");
  const people = editorsOf(writers);
  return (
    <>
      {recorders.length > 0 && (
        <Card title="Processes" note={recorders.length}>
          <ul className={styles.list}>
            {recorders.map((writer) => (
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
      )}
      {people.length > 0 && (
        <Card title="People who edited" note={people.length}>
          <ul className={styles.list}>
            {people.map(({ author, host, last_time }) => (
              <li key={`${author} ${host}`}>
                <span className={styles.grow}>{author || "somebody"}</span>
                <span className={styles.quiet}>on {host}</span>
                <span className={styles.quiet} title={`Last change ${formatDateTime(last_time)}`}>
                  {formatAgo(last_time, now)}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
