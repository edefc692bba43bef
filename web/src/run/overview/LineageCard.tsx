import type { RunDetail } from "@/api/types";
import { formatCount } from "@/format/number";
import { Link } from "@/route/Link";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import styles from "./LineageCard.module.css";

/** Where the run was forked from, and what was forked from it. */
export function LineageCard({ run }: { run: RunDetail }) {
  if (!run.parent && run.children.length === 0) return null;
  const to = (id: string) => ({ page: "run", project: run.project, run: id }) as const;
  return (
    <Card title="Lineage">
      <ol className={styles.tree}>
        {run.parent && (
          <li>
            <Icon name="branch" size={14} />
            <Link className={styles.link} to={to(run.parent.id)}>
              {run.parent.display_id}
            </Link>
            <span className={styles.quiet}>forked at step {formatCount(run.parent.step)}</span>
          </li>
        )}
        <li className={run.parent ? styles.one : ""} aria-current="true">
          <span className={styles.dot} />
          <span>{run.display_id}</span>
          <span className={styles.quiet}>this run</span>
        </li>
        {run.children.map((child) => (
          <li key={child.id} className={run.parent ? styles.two : styles.one}>
            <Icon name="branch" size={14} />
            <Link className={styles.link} to={to(child.id)}>
              {child.display_id}
            </Link>
            <span className={styles.quiet}>
              {child.name} · from step {formatCount(child.step)}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
