import { Button } from "@/ui/Button";
import { Notice, withCode } from "@/ui/Notice";
import { NoRunsYet } from "./NoRuns";
import type { Selection } from "./selection";

interface Props {
  project: string;
  selection: Selection;
  /** Those of the shown runs; undefined until they are known. */
  metrics: readonly string[] | undefined;
}

/** Why there are no charts, and what to do about it; nothing while there are some. */
export function ChartsNotice({ project, selection, metrics }: Props) {
  const { ids, newest, choose } = selection;
  if (ids?.length === 0) {
    return newest ? (
      <NoRunsYet project={project} />
    ) : (
      <Notice title="No run is shown.">
        <p>Choose runs in the list, or show the newest ones.</p>
        <div>
          <Button onClick={() => choose(null)}>Show the newest runs</Button>
        </div>
      </Notice>
    );
  }
  if (metrics?.length !== 0) return null;
  return (
    <Notice title="These runs have logged no metrics yet.">
      <p>{withCode('`run.log({"train/loss": 0.42})` draws the first chart.')}</p>
    </Notice>
  );
}
