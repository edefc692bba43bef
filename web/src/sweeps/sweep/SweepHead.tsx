import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import type { SweepDetail } from "@/api/types";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { formatNumber, plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import page from "@/ui/Page.module.css";
import { StateLabel } from "@/ui/StateLabel";
import { Progress } from "../Progress";
import { change } from "./change";
import styles from "./Sweep.module.css";

/** What a sweep is, how far it got, and what can be done with it. */
export function SweepHead({ sweep }: { sweep: SweepDetail }) {
  const client = useQueryClient();
  const mayEdit = useMayEdit(sweep.project);
  const [asking, setAsking] = useState(false);
  const { state, metric, best } = sweep;
  const canEnd = mayEdit && (state === "running" || state === "paused");
  const running = sweep.states.running ?? 0;
  const pauseOrGoOn = () => void change(client, sweep, state === "running" ? "paused" : "running");
  const canPause = mayEdit && state === "running";
  const canGoOn = mayEdit && (state === "paused" || state === "finished");
  useShortcuts({ pauseSweep: canPause || canGoOn ? pauseOrGoOn : undefined });
  useCommands([
    ...(canPause ? [{ name: "Pause the sweep", keys: "pauseSweep" as const, run: pauseOrGoOn }] : []),
    ...(canGoOn ? [{ name: "Let the sweep go on", keys: "pauseSweep" as const, run: pauseOrGoOn }] : []),
    ...(canEnd
      ? [
          { name: "Finish the sweep", run: () => void change(client, sweep, "finished") },
          { name: "Cancel the sweep", run: () => void setTimeout(() => setAsking(true)) },
        ]
      : []),
  ]);
  return (
    <div className={page.bar}>
      <Link to={{ page: "sweeps", project: sweep.project }} className={styles.back}>
        Sweeps
      </Link>
      <h1 className={page.title}>{sweep.name}</h1>
      <StateLabel state={state} />
      <span className={page.count}>
        {[
          sweep.method,
          metric &&
            `${metric.goal} ${metric.name}${metric.target === null ? "" : ` to ${formatNumber(metric.target)}`}`,
          sweep.reason,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <span className={styles.progress}>
        <Progress sweep={sweep} />
      </span>
      {best && (
        <span className={page.count}>
          best{" "}
          <Link to={{ page: "run", project: sweep.project, run: best.run }} className={styles.best}>
            <span data-number>{formatNumber(best.value)}</span> in trial {best.number}
          </Link>
        </span>
      )}
      <span className={page.count} title={formatDateTime(sweep.created_time)}>
        made {formatAgo(sweep.created_time)}
        {sweep.author && ` by ${sweep.author}`}
      </span>
      <span className={page.tools}>
        {canPause && <Button onClick={pauseOrGoOn}>Pause</Button>}
        {canGoOn && <Button onClick={pauseOrGoOn}>Go on</Button>}
        {canEnd && <Button onClick={() => void change(client, sweep, "finished")}>Finish</Button>}
        {canEnd && <Button onClick={() => setAsking(true)}>Cancel…</Button>}
      </span>
      <Dialog title={`Cancel ${sweep.name}`} open={asking} onClose={() => setAsking(false)}>
        <div className={styles.ask}>
          <p>
            {running > 0
              ? `${plural(running, "trial")} that ${running === 1 ? "runs" : "run"} will be ended, too. `
              : ""}
            What was recorded stays. A cancelled sweep cannot go on; another one can learn from its runs
            (prior_runs). To let trials come to their end, choose Finish instead.
          </p>
          <div className={styles.answers}>
            <Button
              data-autofocus
              onClick={() => {
                setAsking(false);
                void change(client, sweep, "cancelled");
              }}
            >
              Cancel the sweep
            </Button>
            <Button onClick={() => setAsking(false)}>Leave it as it is</Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
