import type { Alert } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import styles from "./Alerts.module.css";

interface Props {
  alert: Alert;
  /** Which run it is about is said, too. */
  named?: boolean;
  unread?: boolean;
  onFollow?(): void;
}

const LEVEL: Record<Alert["level"], string> = { info: "Info", warn: "Warning", error: "Error" };

/** One alert: how urgent it is, what it says, when, and of which run. */
export function AlertRow({ alert, named = false, unread = false, onFollow }: Props) {
  const { level, title, text, time, step, rule, run, run_name, display_id, project } = alert;
  const facts = [
    step === null ? "" : `step ${formatCount(step)}`,
    rule === "" || rule === title ? "" : `rule ${rule}`,
  ].filter(Boolean);
  return (
    <li className={styles.row} data-level={level} data-unread={unread}>
      <span className={styles.level}>{LEVEL[level]}</span>
      <div className={styles.what}>
        <p className={styles.title}>{title}</p>
        {text !== "" && <p className={styles.text}>{text}</p>}
        {(named || facts.length > 0) && (
          <p className={styles.quiet}>
            {named && (
              <Link className={styles.run} to={{ page: "run", project, run }} onClick={onFollow}>
                {run_name} ({display_id})
              </Link>
            )}
            {named && facts.length > 0 && " · "}
            {facts.join(" · ")}
          </p>
        )}
      </div>
      <time
        className={styles.time}
        dateTime={new Date(time / 1000).toISOString()}
        title={formatDateTime(time)}
      >
        {formatAgo(time)}
      </time>
    </li>
  );
}
