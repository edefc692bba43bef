import type { Place } from "@/api/types";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
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
  return (
    <Notice title="This project has no runs yet." inline={inline}>
      <p>
        <code>{`runstone.init("${project}")`}</code> begins one, and it stands here as soon as it has.
      </p>
      <p>
        <Link to={{ page: "projects" }}>All projects</Link>
      </p>
    </Notice>
  );
}

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
