import { Code } from "@/ui/Code";
import { Notice } from "@/ui/Notice";
import { CodeCard } from "../overview/CodeCard";
import { DiffCard } from "../overview/DiffCard";
import styles from "../overview/RunOverview.module.css";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { UntrackedCard } from "./UntrackedCard";

/** The code that ran: its commit, what no commit holds, and how to get it back. */
export function RunCode({ run }: RunTabProps) {
  const git = run.environment?.git;
  if (!git) {
    return (
      <div className={page.scroll}>
        <Notice title="The code of this run was not recorded." inline>
          <p>
            A script that lies in a git repository has its commit, branch and uncommitted changes recorded,
            unless the settings turn that off.
          </p>
        </Notice>
      </div>
    );
  }
  return (
    <div className={styles.page} role="group" aria-label="Code" tabIndex={0}>
      <CodeCard git={git} />
      {git.commit && (
        <Code
          label="How to get this code back"
          text={`git checkout ${git.commit}${git.diff ? "\ngit apply uncommitted.patch" : ""}`}
        />
      )}
      {git.diff ? <DiffCard diff={git.diff} startOpen /> : null}
      {git.untracked && git.untracked.length > 0 && (
        <UntrackedCard files={git.untracked} leftOut={git.untracked_left_out ?? 0} />
      )}
    </div>
  );
}
