import { memo, useMemo, useState } from "react";
import type { CodeChange, Comparison } from "@/api/types";
import { Diff } from "@/diff/Diff";
import { parseDiff } from "@/diff/diff";
import { LayoutSwitch } from "@/diff/LayoutSwitch";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import styles from "./CompareTable.module.css";

/** Diffs of more runs than this start closed. */
const OPEN_UP_TO = 3;

/** How the code of each run differs from that of the reference. */
export const CodeChanges = memo(function CodeChanges({ comparison }: { comparison: Comparison }) {
  const { runs, reference, code_changes } = comparison;
  const told = code_changes.flatMap((change, at) => {
    const run = runs[at];
    return at === reference || !run || isSame(change) ? [] : [{ run, change }];
  });
  const base = runs[reference];
  return (
    <>
      <div className={styles.partHead}>
        <h2 id="compare-changes">Changes of the code</h2>
        {told.some(({ change }) => change.diff !== "") && <LayoutSwitch />}
      </div>
      {told.length === 0 && (
        <p className={styles.quiet}>
          {runs.length < 2 ? "" : "All runs had the same commit and the same uncommitted changes."}
        </p>
      )}
      {told.map(({ run, change }) => (
        <ChangeCard
          key={run.id}
          title={`${run.display_id} against ${base?.display_id ?? ""}`}
          name={run.name}
          change={change}
          startOpen={told.length <= OPEN_UP_TO}
        />
      ))}
    </>
  );
});

const isSame = ({ same_commit, same_patch, note }: CodeChange): boolean =>
  same_commit === true && same_patch === true && note === "";

interface Props {
  title: string;
  name: string;
  change: CodeChange;
  startOpen: boolean;
}

function ChangeCard({ title, name, change, startOpen }: Props) {
  const [open, setOpen] = useState(startOpen);
  const files = useMemo(() => parseDiff(change.diff), [change.diff]);
  const commits =
    change.same_commit === false ? "another commit" : change.same_commit ? "the same commit" : "";
  return (
    <Card
      title={title}
      note={[name, commits, files.length > 0 ? plural(files.length, "file") : ""].filter(Boolean).join(" · ")}
      flush={change.diff !== ""}
      tools={
        change.diff !== "" && (
          <>
            <CopyButton text={change.diff} label="Copy the diff" />
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? "Hide" : "Show"}
            </Button>
          </>
        )
      }
    >
      {change.note !== "" && <p className={styles.note}>{change.note}</p>}
      {open && change.diff !== "" && <Diff files={files} />}
    </Card>
  );
}
