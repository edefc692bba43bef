import { useQuery } from "@tanstack/react-query";
import { firstRunsQuery, spaceQuery } from "@/api/queries";
import { isValue } from "@/filter/text";
import { formatBytes } from "@/format/bytes";
import { formatNumber, plural } from "@/format/number";
import { Link } from "@/route/Link";
import styles from "./PathTree.module.css";

/** The best run of a project and what lies under it, what that takes up on the disk, and what deleting it would free. */
export function SubtreeFacts({ project }: { project: string }) {
  const space = useQuery(spaceQuery(project));
  return (
    <div className={styles.facts} role="status">
      <BestRun project={project} />
      {space.data ? (
        <>
          <span>
            {formatBytes(space.data.total.total_bytes)} on the disk,{" "}
            {plural(space.data.total.versions, "version")} of artifacts among it
          </span>
          <span>
            Deleting the runs frees {formatBytes(space.data.total.freed_bytes)}
            {space.data.total.freed_with_artifacts_bytes > space.data.total.freed_bytes &&
              `, with their artifacts ${formatBytes(space.data.total.freed_with_artifacts_bytes)}`}
            {space.data.total.shared_bytes > 0 &&
              `; ${formatBytes(space.data.total.shared_bytes)} are used elsewhere, too`}
          </span>
        </>
      ) : (
        <span>{space.error ? space.error.message : "Measuring…"}</span>
      )}
    </div>
  );
}

/** By what the newest run that is judged by something is judged by. */
function BestRun({ project }: { project: string }) {
  const newest = useQuery(
    firstRunsQuery(
      { project, filter: "primary_metric != null", sort: ["-created_time"], fields: ["none"] },
      1,
    ),
  );
  const judged = newest.data?.runs[0]?.best ?? undefined;
  const best = useQuery({
    ...firstRunsQuery(
      {
        project,
        filter: isValue("primary_metric", judged?.metric ?? ""),
        sort: [judged?.goal === "minimize" ? "best" : "-best"],
        fields: ["none"],
      },
      1,
    ),
    enabled: judged !== undefined,
  });
  const run = best.data?.runs[0];
  if (!run?.best || run.best.value === null) return null;
  return (
    <span>
      Best {run.best.metric}: {formatNumber(run.best.value)},{" "}
      <Link to={{ page: "run", project: run.project, run: run.id }}>{run.name}</Link>
    </span>
  );
}
