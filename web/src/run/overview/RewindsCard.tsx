import type { Rewind } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Card } from "@/ui/Card";
import styles from "./Side.module.css";

export function RewindsCard({ rewinds }: { rewinds: readonly Rewind[] }) {
  return (
    <Card title="Rewinds" note={rewinds.length}>
      <ul className={styles.list}>
        {rewinds.map((rewind, index) => (
          <li key={index}>
            <span className={styles.grow}>Back to step {formatCount(rewind.step)}</span>
            {rewind.undone && <span className={styles.quiet}>undone</span>}
            <span className={styles.quiet}>{formatDateTime(rewind.time)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
