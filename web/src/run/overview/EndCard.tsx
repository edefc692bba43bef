import type { RunDetail } from "@/api/types";
import { Link } from "@/route/Link";
import { Card } from "@/ui/Card";
import { Code, CopyButton } from "@/ui/Code";
import styles from "./EndCard.module.css";
import { endingOf, resumeLine } from "./ending";

/**
 * What ended a run that did not finish, and what to do about it. The last line of a traceback says it, so it stands first;
 * the way there is below.
 */
export function EndCard({ run }: { run: RunDetail }) {
  const ending = endingOf(run);
  if (ending === null) return null;
  const error = run.error ?? "";
  const last = error.trimEnd().split("\n").at(-1) ?? error;
  return (
    <Card
      tone="bad"
      title={ending.title}
      note={run.exit_code === null ? undefined : `exit code ${run.exit_code}`}
      tools={error !== "" && <CopyButton text={error} label="Copy the error" />}
    >
      {last !== "" && <p className={styles.message}>{last}</p>}
      {ending.meaning !== "" && <p className={styles.meaning}>{ending.meaning}</p>}
      {last !== error.trim() && (
        <pre className={styles.trace} role="region" tabIndex={0} aria-label="Traceback">
          {error}
        </pre>
      )}
      <p className={styles.next}>
        <Link to={{ page: "run", project: run.project, run: run.id }} search="tab=console">
          The end of its console
        </Link>{" "}
        may tell more.{ending.resumable && " To go on with it from where it was:"}
      </p>
      {ending.resumable && <Code text={resumeLine(run.id)} label="How to go on with the run" />}
    </Card>
  );
}
