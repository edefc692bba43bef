import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { firstRunsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { writeSearch } from "@/filter/text";
import { plural } from "@/format/number";
import { RunState } from "@/runs/RunState";
import { Popover } from "@/ui/Popover";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import styles from "./RunPicker.module.css";

const MOST = 50;
type Scope = "project" | "all";
const SCOPES: readonly { value: Scope; label: string }[] = [
  { value: "project", label: "This project" },
  { value: "all", label: "All projects" },
];

interface Props {
  trigger: ReactElement;
  label: string;
  project: string;
  /** Runs that cannot be picked. */
  taken: readonly string[];
  onPick(run: Run): void;
  /** Where somebody else opens it, too. */
  open?: boolean;
  onOpenChange?(open: boolean): void;
}

/** Finds a run to compare with: the newest ones, or those that a search finds. */
export function RunPicker({ trigger, label, project, taken, onPick, ...outer }: Props) {
  const [own, setOwn] = useState(false);
  const { open = own, onOpenChange: setOpen = setOwn } = outer;
  const pick = (run: Run) => {
    setOpen(false);
    onPick(run);
  };
  return (
    <Popover trigger={trigger} label={label} align="end" open={open} onOpenChange={setOpen}>
      <Runs project={project} taken={taken} onPick={pick} />
    </Popover>
  );
}

function Runs({ project, taken, onPick }: Pick<Props, "project" | "taken" | "onPick">) {
  const [scope, setScope] = useState<Scope>("project");
  const [search, setSearch] = useState("");
  const query = useQuery({
    ...firstRunsQuery(
      {
        project: scope === "project" ? project : undefined,
        filter: writeSearch(search.trim()),
        sort: ["-created_time"],
        fields: ["none"],
      },
      MOST,
    ),
    placeholderData: (previous) => previous,
  });
  const found = query.data?.runs.filter(({ id }) => !taken.includes(id));
  const more = (query.data?.total ?? 0) - (query.data?.runs.length ?? 0);
  return (
    <div className={styles.picker}>
      <SearchBox label="Search runs" value={search} delay={150} onChange={setSearch} />
      <Segmented<Scope> label="Where to search" value={scope} options={SCOPES} onChange={setScope} />
      <ul className={styles.list} aria-label="Runs">
        {found?.map((run) => (
          <li key={run.id}>
            <button type="button" className={styles.run} title={run.project} onClick={() => onPick(run)}>
              <span className={styles.name}>{run.name}</span>
              <span className={styles.id}>{run.display_id}</span>
              <RunState run={run} />
            </button>
          </li>
        ))}
      </ul>
      {query.error && <p role="alert">{query.error.message}</p>}
      {found?.length === 0 && <p className={styles.quiet}>No other run matches.</p>}
      {more > 0 && <p className={styles.quiet}>{plural(more, "more run")}: search to find them.</p>}
    </div>
  );
}
