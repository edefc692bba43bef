import { useQuery } from "@tanstack/react-query";
import { projectsQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { FirstLines } from "./FirstLines";
import styles from "./NoRuns.module.css";
import { type RunList, useRunListView } from "./runList";

interface Props {
  project: string;
  list: Pick<RunList, "pending" | "total" | "problem" | "error">;
  inline?: boolean;
  place?: Place;
}

/** Whether there is nothing to list, once that is known. */
export const isEmpty = ({ pending, total, error }: Props["list"]): boolean =>
  !pending && total === 0 && error === null;

/** How a project gets its first run. */
export function NoRunsYet({ project, inline }: { project: string; inline?: boolean }) {
  const all = useQuery(projectsQuery()).data;
  const inside =
    all?.filter((each) => each.project === project || each.project.startsWith(`${project}/`)) ?? [];
  const [archived, binned] = [
    sum(inside.map((each) => each.archived)),
    sum(inside.map((each) => each.binned)),
  ];
  const projects = <Link to={{ page: "projects" }}>All projects</Link>;
  if (archived + binned > 0) {
    return (
      <Notice title="This project has no active runs." inline={inline}>
        <p>Archived runs, and those in the bin, are kept out of lists and charts.</p>
        <p className={styles.links}>
          {archived > 0 && (
            <Link to={{ page: "runs", project }} search="place=archived">
              {plural(archived, "archived run")}
            </Link>
          )}
          {binned > 0 && (
            <Link to={{ page: "runs", project }} search="place=bin">
              {plural(binned, "run")} in the bin
            </Link>
          )}
          {projects}
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="This project has no runs yet." inline={inline}>
      <p>These lines begin one, and it stands here as soon as it has.</p>
      <FirstLines project={project} />
      <p>{projects}</p>
    </Notice>
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Why no run is listed, and what to do about it; nothing while there are runs. */
export function NoRuns({ project, list, inline, place = "active" }: Props) {
  const { filter, setFilter } = useRunListView();
  if (!isEmpty(list)) return null;
  if (filter.trim() === "" && place !== "active") {
    return (
      <Notice title={place === "bin" ? "The bin is empty." : "No run is archived."} inline={inline}>
        <p>
          {place === "bin"
            ? "Runs that are deleted lie here until the bin is emptied."
            : "Archived runs are kept out of lists and charts, and lie here."}
        </p>
      </Notice>
    );
  }
  if (filter.trim() === "") return <NoRunsYet project={project} inline={inline} />;
  return (
    <Notice
      title={list.problem ? "The filter cannot be read." : "No run matches the filter."}
      inline={inline}
    >
      <div>
        <Button onClick={() => setFilter("")}>Clear the filter</Button>
      </div>
    </Notice>
  );
}
