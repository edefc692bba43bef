import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "@/api/client";
import { sweepQuery } from "@/api/sweeps";
import type { SweepDetail } from "@/api/types";
import { useTitle } from "@/app/title";
import { passes, readBrush, writeBrush } from "@/charts/panels/parallel/brushes";
import { fieldAxis } from "@/charts/panels/shared/fieldAxis";
import { fieldValue } from "@/charts/runFields";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { flag, list, searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import page from "@/ui/Page.module.css";
import { asRun, type Order } from "../trials";
import { BestSoFar } from "./BestSoFar";
import { Importances } from "./Importances";
import styles from "./Sweep.module.css";
import { SweepHead } from "./SweepHead";
import { TrialCoordinates } from "./TrialCoordinates";
import { TrialTable } from "./TrialTable";

const sweepView = searchView({
  q: text(),
  sort: text("number"),
  desc: flag(true),
  log: flag(),
  brush: list(),
});

/** One sweep: how far it got, what was best, what matters, and its trials. */
export default function SweepPage({ project, sweep: id }: { project: string; sweep: string }) {
  const query = useQuery(sweepQuery(id));
  useTitle(query.data?.name ?? id, project);
  if (query.error && !query.data) {
    const missing = query.error instanceof ApiError && query.error.status === 404;
    return (
      <main className={page.page}>
        {missing ? (
          <Notice title={query.error.message}>
            <p>
              <Link to={{ page: "sweeps", project }}>All sweeps of {project}</Link>
            </p>
          </Notice>
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
      </main>
    );
  }
  return (
    <main className={page.page}>{query.data ? <Whole sweep={query.data} /> : <Skeleton height={320} />}</main>
  );
}

function Whole({ sweep }: { sweep: SweepDetail }) {
  const [view, change] = useView(sweepView);
  const brushes = useMemo(() => (view.brush ?? []).flatMap((each) => readBrush(each) ?? []), [view.brush]);
  const picked = useMemo(() => {
    const runs = sweep.all_trials.map((trial) => asRun(sweep, trial));
    const active = brushes.map((brush) => {
      const values = runs.map((run) => fieldValue(run, brush.field));
      return { brush, axis: fieldAxis(brush.field, values, [0, 1], false, 2) };
    });
    return sweep.all_trials.filter((_, index) => {
      const run = runs[index];
      return run && active.every(({ brush, axis }) => passes(run, brush, axis));
    });
  }, [sweep, brushes]);
  return (
    <>
      <SweepHead sweep={sweep} />
      <div className={styles.scroll}>
        {sweep.description && <p className={styles.description}>{sweep.description}</p>}
        <div className={styles.panels}>
          <Card
            title="Best so far"
            flush
            tools={
              <Button aria-pressed={view.log} onClick={() => change({ log: !view.log }, "replace")}>
                Log
              </Button>
            }
          >
            <BestSoFar sweep={sweep} height={280} log={view.log} />
          </Card>
          <Card title="What matters" flush>
            <div className={styles.importance}>
              <Importances sweep={sweep} />
            </div>
          </Card>
        </div>
        <Card
          title="Parameters"
          flush
          note={
            brushes.length > 0
              ? `${picked.length} of ${sweep.all_trials.length} trials`
              : "Drag along an axis to pick trials"
          }
          tools={
            brushes.length > 0 && (
              <Button icon="close" onClick={() => change({ brush: null })}>
                Clear
              </Button>
            )
          }
        >
          <TrialCoordinates
            sweep={sweep}
            height={300}
            brushes={brushes}
            onBrushes={(next) => change({ brush: next.length > 0 ? next.map(writeBrush) : null })}
          />
        </Card>
        <Card title="Trials" flush>
          <TrialTable
            sweep={sweep}
            trials={picked}
            search={view.q}
            order={view.sort as Order}
            descending={view.desc}
            onSearch={(q) => change({ q }, "replace")}
            onOrder={(sort, desc) => change({ sort, desc }, "replace")}
          />
        </Card>
        <Card title="Definition" note="Agents join on any machine that reaches this home, or this server">
          <div className={styles.definition}>
            <Code
              text={`runstone agent ${sweep.id}\n\n# or in Python, with a function for each trial\nrunstone.agent("${sweep.id}", train, count=10)`}
              label="How an agent joins"
            />
            <Code text={JSON.stringify(sweep.definition, null, 2)} label="The sweep as it was defined" />
          </div>
        </Card>
      </div>
    </>
  );
}
