import type { RunDetail } from "@/api/types";
import { RunPicker } from "@/compare/RunPicker";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { goTo } from "@/route/navigation";
import { compareLink } from "@/route/paths";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/now";
import { StateLabel } from "@/ui/StateLabel";
import { Tag } from "@/ui/Tag";
import { LiveDuration } from "./LiveDuration";
import styles from "./RunPage.module.css";

export function RunHead({ id, run }: { id: string; run: RunDetail | undefined }) {
  const now = useNow();
  if (!run) {
    return (
      <header className={styles.head}>
        <h1 className={styles.title}>{id}</h1>
      </header>
    );
  }
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{run.name}</h1>
      <span className={styles.quiet}>{run.display_id}</span>
      <StateLabel state={run.state} />
      <span className={styles.quiet} title={formatDateTime(run.created_time)} data-number="">
        <LiveDuration run={run} /> · started {formatAgo(run.created_time, now)}
      </span>
      <span className={styles.compare}>
        <RunPicker
          project={run.project}
          label="Compare with"
          taken={[run.id]}
          onPick={(other) => {
            const { to, search } = compareLink(run.project, [run.id, other.id]);
            goTo(to, search);
          }}
          trigger={<Button icon="columns">Compare with…</Button>}
        />
      </span>
      {run.parent && (
        <span className={styles.quiet}>
          forked from{" "}
          <Link to={{ page: "run", project: run.project, run: run.parent.id }}>{run.parent.display_id}</Link>{" "}
          at step {run.parent.step}
        </span>
      )}
      {run.tags.length > 0 && (
        <span className={styles.tags}>
          {run.tags.map((tag) => (
            <Tag key={tag} name={tag} />
          ))}
        </span>
      )}
    </header>
  );
}
