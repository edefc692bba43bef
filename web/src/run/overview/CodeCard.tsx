import type { ReactNode } from "react";
import type { GitFacts } from "@/api/types";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { Facts } from "@/ui/Facts";
import { readRemote } from "./remote";
import styles from "./Side.module.css";

/** The version of the code that ran. */
export function CodeCard({ git }: { git: GitFacts }) {
  const remote = git.remote === undefined ? null : readRemote(git.remote);
  return (
    <Card title="Code">
      <Facts
        facts={[
          [
            "Commit",
            git.commit && (
              <span key="commit" className={styles.copyable}>
                <Outside url={remote?.commitUrl(git.commit) ?? null}>
                  <code title={git.commit}>{git.commit.slice(0, 10)}</code>
                </Outside>
                <CopyButton text={git.commit} label="Copy the commit" />
                {git.dirty && (
                  <span className={styles.badge} title="There were changes that no commit holds.">
                    dirty
                  </span>
                )}
              </span>
            ),
          ],
          ["Branch", git.branch],
          [
            "Remote",
            remote && (
              <Outside key="remote" url={remote.url}>
                {remote.label}
              </Outside>
            ),
          ],
          ["Folder", git.root && <code key="root">{git.root}</code>],
        ]}
      />
    </Card>
  );
}

function Outside({ url, children }: { url: string | null; children: ReactNode }) {
  if (url === null) return <span>{children}</span>;
  return (
    <a className={styles.link} href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
