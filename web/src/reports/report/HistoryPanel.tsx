import { useQuery } from "@tanstack/react-query";
import { versionsQuery } from "@/api/views";
import { formatDateTime } from "@/format/time";
import { Failure } from "@/ui/Notice";
import styles from "./Report.module.css";

interface Props {
  report: string;
  /** The version that is shown. */
  shown: string;
  /** Shows a version; the newest one without naming it, so that it stays the newest. */
  onShow(revision: string): void;
}

/** All that a report was, the newest first. */
export default function HistoryPanel({ report, shown, onShow }: Props) {
  const query = useQuery(versionsQuery(report));
  if (query.error) return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  return (
    <ul className={styles.history} aria-label="Versions">
      {query.data?.map(({ revision, time, author, name, removed }, place) => (
        <li key={revision}>
          {removed ? (
            <p className={styles.quiet}>
              {author || "Somebody"} removed it on {formatDateTime(time)}.
            </p>
          ) : (
            <button
              type="button"
              aria-current={revision === shown}
              onClick={() => onShow(place === 0 ? "" : revision)}
            >
              <span>{name}</span>
              <span className={styles.quiet}>
                {formatDateTime(time)}
                {author && ` · ${author}`}
              </span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
