import type { CodeFacts } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { Card } from "@/ui/Card";
import styles from "./RunCode.module.css";
import type { LeftOutGroup } from "./snapshot";

/** What is not in the snapshot though no ignore file says so, and why. */
export function LeftOutCard({ groups, facts }: { groups: readonly LeftOutGroup[]; facts: CodeFacts }) {
  const named = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const total = facts.left_out_count ?? named;
  return (
    <Card title="Left out of the snapshot" note={formatCount(total)}>
      <dl className={styles.reasons}>
        {groups.map(({ reason, why, paths }) => (
          <div key={reason} className={styles.reason}>
            <dt>{why}</dt>
            <dd>
              <ul>
                {paths.map((path) => (
                  <li key={path}>
                    <code>{path}</code>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
      {total > named && <p className={styles.quiet}>And {plural(total - named, "more file")}.</p>}
    </Card>
  );
}
