import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { runArtifactsQuery } from "@/api/artifacts";
import { useView } from "@/route/navigation";
import { choice, searchView } from "@/route/search";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import styles from "./RunArtifacts.module.css";
import { RunVersions } from "./RunVersions";

const LineageView = lazy(() =>
  import("@/artifacts/lineage/LineageView").then((view) => ({ default: view.LineageView })),
);

const artifactsView = searchView({ part: choice(["versions", "lineage"] as const) });
const PARTS = [
  { value: "versions", label: "Versions" },
  { value: "lineage", label: "Lineage" },
] as const;

/** The artifacts that a run made and used, and what they came of and led to. */
export function RunArtifacts({ run }: RunTabProps) {
  const [{ part }, change] = useView(artifactsView);
  const query = useQuery(runArtifactsQuery(run.id));
  if (query.error && !query.data) {
    return (
      <div className={page.scroll}>
        <Failure error={query.error} inline onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data) return <Skeleton height={180} />;
  if (query.data.length === 0) {
    return (
      <div className={page.scroll}>
        <Notice title="This run made and used no artifacts." inline>
          <p>Within it, these lines use a data set and log a model:</p>
          <Code
            text={
              'folder = run.use_artifact("digits:latest").download()\nrun.log_model("model.bin", name="cnn")'
            }
            label="Python that uses and logs artifacts"
          />
        </Notice>
      </div>
    );
  }
  return (
    <>
      <div className={styles.bar}>
        <Segmented
          label="What is shown"
          value={part}
          options={PARTS}
          onChange={(next) => change({ part: next })}
        />
      </div>
      {part === "versions" ? (
        <div className={page.scroll} tabIndex={0} role="group" aria-label="Artifacts of the run">
          <RunVersions
            title="Output"
            empty="It logged none."
            artifacts={query.data.filter(({ role }) => role === "logged")}
          />
          <RunVersions
            title="Input"
            empty="It used none."
            artifacts={query.data.filter(({ role }) => role === "used")}
          />
        </div>
      ) : (
        <Suspense fallback={<Skeleton height={260} />}>
          <LineageView around={{ run: run.id }} />
        </Suspense>
      )}
    </>
  );
}
