import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { runArtifactsQuery } from "@/api/artifacts";
import type { ArtifactVersion } from "@/api/types";
import { useView } from "@/route/navigation";
import { choice, searchView } from "@/route/search";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { Commit } from "./Commit";
import { LeftOutCard } from "./LeftOutCard";
import styles from "./RunCode.module.css";
import { SnapshotFacts } from "./SnapshotFacts";
import { leftOutGroups, snapshotOf, TREE_FILE } from "./snapshot";

const VersionFiles = lazy(() =>
  import("@/artifacts/files/VersionFiles").then((view) => ({ default: view.VersionFiles })),
);
const SnapshotChanges = lazy(() =>
  import("./SnapshotChanges").then((view) => ({ default: view.SnapshotChanges })),
);

const PARTS = ["files", "changes", "commit"] as const;
type Part = (typeof PARTS)[number];
const LABELS: Record<Part, string> = { files: "Files", changes: "Changes", commit: "Commit" };

const codeView = searchView({ code: choice(PARTS) });

/** The code that ran: its files as a snapshot has them, how they differ from those of other runs, and the commit with what it lacks. */
export function RunCode({ run }: RunTabProps) {
  const [view, change] = useView(codeView);
  const facts = run.environment?.code;
  const git = run.environment?.git;
  const query = useQuery({ ...runArtifactsQuery(run.id), enabled: facts !== undefined });
  if (facts && query.error && !query.data) {
    return (
      <div className={page.scroll}>
        <Failure error={query.error} inline onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (facts && !query.data) return <Skeleton height={180} />;
  const snapshot = snapshotOf(run.environment, query.data ?? []);
  if (!facts && !git) return <Nothing />;
  if (!facts) return <Commit git={run.environment?.git} />;
  const leftOut = leftOutGroups(facts.left_out ?? []);
  const parts = PARTS.filter((part) => part !== "commit" || git !== undefined || leftOut.length > 0);
  const part = parts.includes(view.code) ? view.code : "files";
  return (
    <>
      <div className={styles.bar}>
        <Segmented<Part>
          label="What of the code"
          value={part}
          options={parts.map((value) => ({
            value,
            label: value === "commit" && git === undefined ? "Left out" : LABELS[value],
          }))}
          onChange={(code) => change({ code })}
        />
        <SnapshotFacts
          run={run}
          facts={facts}
          snapshot={snapshot}
          onLeftOut={() => change({ code: "commit" })}
        />
      </div>
      {part === "commit" ? (
        <Commit git={git}>{leftOut.length > 0 && <LeftOutCard groups={leftOut} facts={facts} />}</Commit>
      ) : snapshot === null ? (
        <NotWhole status={facts.status} error={facts.error} live={run.state === "running"} />
      ) : (
        <Suspense fallback={<Skeleton height={220} />}>
          <Shown part={part} run={run} snapshot={snapshot} />
        </Suspense>
      )}
    </>
  );
}

function Shown({ part, run, snapshot }: { part: Part; snapshot: ArtifactVersion } & RunTabProps) {
  if (part === "files") return <VersionFiles key={snapshot.id} version={snapshot.id} treeFile={TREE_FILE} />;
  return <SnapshotChanges run={run} snapshot={snapshot} />;
}

function NotWhole({ status, error, live }: { status: string; error: string | undefined; live: boolean }) {
  const title =
    status === "failed"
      ? "The snapshot of the code could not be taken."
      : status === "complete"
        ? "The snapshot of the code is not in this home any more."
        : live
          ? "The snapshot of the code is being taken."
          : "The run ended before its snapshot of the code was whole.";
  return (
    <div className={page.scroll}>
      <Notice title={title} inline>
        <p>
          {error ??
            (status === "complete"
              ? "Its version was deleted, or did not come along when the run was copied."
              : live
                ? "It shows here as soon as it is whole."
                : "What the run printed and logged is all there.")}
        </p>
      </Notice>
    </div>
  );
}

function Nothing() {
  return (
    <div className={page.scroll}>
      <Notice title="The code of this run was not recorded." inline>
        <p>
          A script that lies in a git repository has its commit, branch and uncommitted changes recorded,
          unless the settings turn that off. This keeps all its files, secrets and large ones left out:
        </p>
        <Code
          text={'run = runstone.init("cv/baseline", snapshot_code=True)'}
          label="Python that keeps the code"
        />
      </Notice>
    </div>
  );
}
