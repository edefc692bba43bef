import { useQuery } from "@tanstack/react-query";
import { collectionQuery, runArtifactsQuery } from "@/api/artifacts";
import { runQuery } from "@/api/queries";
import type { ArtifactVersion, RunDetail } from "@/api/types";
import { ChangeList } from "@/artifacts/diff/ChangeList";
import { RunPicker } from "@/compare/RunPicker";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { compareLink } from "@/route/paths";
import { searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import page from "../RunPage.module.css";
import styles from "./RunCode.module.css";
import { snapshotOf } from "./snapshot";

const changesView = searchView({ against: text() });

/** How the code of a run differs from that of another one: by default, of the run whose snapshot was the one before. */
export function SnapshotChanges({ run, snapshot }: { run: RunDetail; snapshot: ArtifactVersion }) {
  const [view, change] = useView(changesView);
  const collection = useQuery(collectionQuery(snapshot.project, snapshot.name, false));
  const before = collection.data?.versions.find(({ number }) => number < snapshot.number);
  const other = view.against || before?.run || "";
  if (collection.isPending) return <Skeleton height={180} />;
  return (
    <>
      <div className={styles.pick}>
        <span>From</span>
        <RunPicker
          trigger={
            <Button icon="chevronDown" aria-label="Choose the run to compare with">
              <OtherName run={other} />
            </Button>
          }
          label="Compare the code with that of"
          project={run.project}
          taken={[run.id]}
          onPick={(picked) => change({ against: picked.id })}
        />
        <span className={styles.to}>to {run.name}</span>
        {other !== "" && (
          <Link {...compareLink(run.project, [other, run.id])} className={styles.link}>
            Compare the runs
          </Link>
        )}
      </div>
      <div className={styles.changes} tabIndex={0} role="group" aria-label="Changes of the code">
        {other === "" ? (
          <Notice title="This is the first snapshot of this code." inline>
            <p>Choose any other run to see how its code differs.</p>
          </Notice>
        ) : (
          <Changes key={other} other={other} snapshot={snapshot} />
        )}
      </div>
    </>
  );
}

function OtherName({ run }: { run: string }) {
  const query = useQuery({ ...runQuery(run), enabled: run !== "" });
  if (run === "") return "Choose a run";
  return query.data ? `${query.data.name} (${query.data.display_id})` : run;
}

function Changes({ other, snapshot }: { other: string; snapshot: ArtifactVersion }) {
  const run = useQuery(runQuery(other));
  const artifacts = useQuery(runArtifactsQuery(other));
  const error = run.error ?? artifacts.error;
  if (error) {
    return (
      <Failure
        error={error}
        inline
        onRetry={() => {
          void run.refetch();
          void artifacts.refetch();
        }}
      />
    );
  }
  if (!run.data || !artifacts.data) return <Skeleton height={180} />;
  const before = snapshotOf(run.data.environment, artifacts.data);
  if (before === null) {
    return (
      <Notice title={`No snapshot of the code of ${run.data.name} is here.`} inline>
        <p>Comparing the runs shows how their commits and uncommitted changes differ.</p>
      </Notice>
    );
  }
  if (before.digest === snapshot.digest) {
    return (
      <p className={page.quiet}>
        The code is the same in both, file by file: {before.name}:v{before.number}.
      </p>
    );
  }
  return <ChangeList before={before} after={snapshot} />;
}
