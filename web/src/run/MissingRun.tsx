import { useEffect, useRef } from "react";
import { ApiError } from "@/api/client";
import { useLive } from "@/live/feed";
import { Link } from "@/route/Link";
import { Failure } from "@/ui/Notice";
import styles from "./MissingRun.module.css";

interface Props {
  project: string;
  error: Error;
  onRetry(): void;
}

/** Why there is no run to show, and where else to look. It is asked for again whenever something changes in the home. */
export function MissingRun({ project, error, onRetry }: Props) {
  const revision = useLive((live) => live.revision);
  const asked = useRef(revision);
  useEffect(() => {
    if (asked.current === revision) return;
    asked.current = revision;
    onRetry();
  });
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <>
      <Failure error={error} onRetry={onRetry} />
      {missing && (
        <nav className={styles.elsewhere} aria-label="Where else to look">
          <p>
            It may have been removed for good, or lie in another home. Should it begin, this page shows it.
          </p>
          <Link to={{ page: "runs", project }}>Runs of {project}</Link>
          <Link to={{ page: "runs", project }} search="place=bin">
            Its bin
          </Link>
          <Link to={{ page: "projects" }}>All projects</Link>
        </nav>
      )}
    </>
  );
}
