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
  return (
    <li className={styles.row} data-level={level} data-unread={unread}>
      <span className={styles.level}>{LEVEL[level]}</span>
      <div className={styles.what}>
        <p className={styles.title}>{title}</p>
        {text !== "" && <p className={styles.text}>{text}</p>}
        <p className={styles.quiet}>
          {named && (
            <>
              <Link className={styles.run} to={{ page: "run", project, run }} onClick={onFollow}>
                {run_name} ({display_id})
              </Link>{" "}
              ·{" "}
            </>
          )}
          <time dateTime={new Date(time / 1000).toISOString()} title={formatDateTime(time)}>
            {formatAgo(time)}
          </time>
          {step !== null && ` · step ${formatCount(step)}`}
          {rule !== "" && rule !== title && ` · rule ${rule}`}
        </p>
      </div>
    </li>
  );
}
