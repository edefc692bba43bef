import { useQuery } from "@tanstack/react-query";
import { firstRunsQuery } from "@/api/queries";
import { NoRunsYet } from "@/project/NoRuns";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./ComparePage.module.css";
import { RunPicker } from "./RunPicker";

interface Props {
  project: string;
  /** The runs that are chosen already: none or one. */
  taken: readonly string[];
  onRuns(runs: readonly string[]): void;
}

/** What stands where there are too few runs to compare: ways to come by some. */
export function FirstChoice({ project, taken, onRuns }: Props) {
  const asked = { project, sort: ["-created_time"], fields: ["none"] };
  const query = useQuery(firstRunsQuery(asked, 2));
  const newest = query.data?.runs ?? [];
  const baseline = useQuery(firstRunsQuery({ ...asked, filter: "starred = true" }, 1)).data?.runs[0];
  const [last] = newest;
  if (query.data?.total === 0 && taken.length === 0) return <NoRunsYet project={project} />;
  return (
    <Notice title={taken.length === 0 ? "Choose runs to compare." : "Choose a run to compare it with."}>
      <p>
        Two runs or more stand beside each other here, with what differs between them. In the table of runs,
        picked runs are compared by one click.
      </p>
      <div className={styles.choices}>
        <RunPicker
          project={project}
          label="Add a run"
          taken={taken}
          onPick={({ id }) => onRuns([...taken, id])}
          trigger={<Button icon="plus">Choose a run</Button>}
        />
        {taken.length === 0 && newest.length === 2 && (
          <Button onClick={() => onRuns(newest.map(({ id }) => id).toReversed())}>The two newest runs</Button>
        )}
        {taken.length === 0 && baseline && last && baseline.id !== last.id && (
          <Button onClick={() => onRuns([baseline.id, last.id])}>The baseline and the newest run</Button>
        )}
      </div>
    </Notice>
  );
}
