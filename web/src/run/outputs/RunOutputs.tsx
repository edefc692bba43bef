import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runArtifactsQuery } from "@/api/artifacts";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { OutputCard } from "./OutputCard";
import { outputsOf } from "./outputs";
import styles from "./RunOutputs.module.css";

const WATCH = `run.set_primary_metric("val/acc", "max")
run.watch_outputs("out", keep_best=3, keep_every=10)`;

/** What a run kept of the files that it wrote: checkpoints with the step and the metric of their moment. */
export function RunOutputs({ run }: RunTabProps) {
  const query = useQuery(runArtifactsQuery(run.id));
  const outputs = useMemo(() => outputsOf(query.data ?? []), [query.data]);
  if (query.error && !query.data) {
    return (
      <div className={page.scroll}>
        <Failure error={query.error} inline onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data) return <Skeleton height={180} />;
  if (outputs.length === 0) {
    return (
      <div className={page.scroll}>
        <Notice title="This run kept none of the files that it wrote." inline>
          <p>
            A run that watches a folder keeps its checkpoints as they are written, each with its step and
            metric:
          </p>
          <Code text={WATCH} label="Python that keeps checkpoints" />
        </Notice>
      </div>
    );
  }
  return (
    <div
      className={`${page.scroll} ${styles.page}`}
      tabIndex={0}
      role="group"
      aria-label="Outputs of the run"
    >
      {outputs.map((output) => (
        <OutputCard key={output.path} output={output} />
      ))}
    </div>
  );
}
