import type { RunDetail } from "@/api/types";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import styles from "./ErrorCard.module.css";

/** What ended the run. The last line of a traceback says it, so it stands first; the way there is below. */
export function ErrorCard({ run, error }: { run: RunDetail; error: string }) {
  const last = error.trimEnd().split("\n").at(-1) ?? error;
  const long = last !== error.trim();
  return (
    <Card
      tone="bad"
      title={`The run ${run.state}`}
      note={run.exit_code === null ? undefined : `exit code ${run.exit_code}`}
      tools={<CopyButton text={error} label="Copy the error" />}
    >
      <p className={styles.message}>{last}</p>
      {long && (
        <pre className={styles.trace} role="region" tabIndex={0} aria-label="Traceback">
          {error}
        </pre>
      )}
    </Card>
  );
}
