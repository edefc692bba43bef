import type { ReactNode } from "react";
import type { GitFacts } from "@/api/types";
import { Code } from "@/ui/Code";
import { CodeCard } from "../overview/CodeCard";
import { DiffCard } from "../overview/DiffCard";
import styles from "../overview/RunOverview.module.css";
import { UntrackedCard } from "./UntrackedCard";

/** What git knew of the code: its commit, what no commit holds, and how to get it back. */
export function Commit({ git, children }: { git: GitFacts | undefined; children?: ReactNode }) {
  return (
    <div className={styles.page} role="group" aria-label="Code" tabIndex={0}>
      {children}
      {git && <CodeCard git={git} />}
      {git?.commit && (
        <Code
          label="How to get this code back"
          text={`git checkout ${git.commit}${git.diff ? "\ngit apply uncommitted.patch" : ""}`}
        />
      )}
      {git?.diff ? <DiffCard diff={git.diff} startOpen /> : null}
      {git?.untracked && git.untracked.length > 0 && (
        <UntrackedCard files={git.untracked} leftOut={git.untracked_left_out ?? 0} />
      )}
    </div>
  );
}
