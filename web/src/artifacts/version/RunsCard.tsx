import { useState } from "react";
import type { ArtifactRun, ArtifactVersionDetail } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import side from "@/run/overview/Side.module.css";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/now";
import styles from "./VersionPage.module.css";

const FIRST_RUNS = 20;

/** Which run made the version, and which ones used it. */
export function RunsCard({ version }: { version: ArtifactVersionDetail }) {
  const [all, setAll] = useState(false);
  const made = version.runs.filter(({ role }) => role === "logged");
  const used = version.runs.filter(({ role }) => role === "used");
  const shown = all ? used : used.slice(0, FIRST_RUNS);
  return (
    <>
      {made.length > 0 && (
        <Card title="Logged by">
          <RunList version={version} runs={made} />
        </Card>
      )}
      <Card title="Used by" note={used.length > 0 ? formatCount(used.length) : undefined}>
        {used.length === 0 ? (
          <p className={side.quiet}>No run used it yet.</p>
        ) : (
          <div className={styles.runs} tabIndex={0} role="group" aria-label="Runs that used it">
            <RunList version={version} runs={shown} />
            {shown.length < used.length && (
              <Button onClick={() => setAll(true)}>
                Show {plural(used.length - shown.length, "more run")}
              </Button>
            )}
          </div>
        )}
      </Card>
    </>
  );
}

function RunList({ version, runs }: { version: ArtifactVersionDetail; runs: readonly ArtifactRun[] }) {
  const now = useNow();
  return (
    <ul className={side.list}>
      {runs.map((run) => (
        <li key={`${run.id} ${run.role}`}>
          <Link to={{ page: "run", project: version.project, run: run.id }} className={side.link}>
            {run.name}
          </Link>
          <span className={side.quiet}>{run.display_id}</span>
          {run.used_as && <span className={side.quiet}>as {run.used_as}</span>}
          <span className={side.quiet} title={formatDateTime(run.time)}>
            {formatAgo(run.time, now)}
          </span>
        </li>
      ))}
    </ul>
  );
}
