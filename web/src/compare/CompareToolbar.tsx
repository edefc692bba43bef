import type { Ref } from "react";
import type { Comparison } from "@/api/types";
import { formatCount } from "@/format/number";
import type { SetView } from "@/route/navigation";
import type { ViewState } from "@/route/search";
import { ShareButton } from "@/sharing/ShareButton";
import { Button } from "@/ui/Button";
import { SearchBox } from "@/ui/SearchBox";
import styles from "./ComparePage.module.css";
import { CopyTable } from "./CopyTable";
import type { compareView } from "./compareView";
import { RunPicker } from "./RunPicker";
import { SECTION_LABELS } from "./sections";
import type { TableRow } from "./tableRows";

type State = ViewState<typeof compareView>;

interface Props {
  project: string;
  view: State;
  onChange: SetView<State>;
  comparison: Comparison | undefined;
  rows: readonly TableRow[];
  invalid: boolean;
  searchRef: Ref<HTMLInputElement>;
  /** Whether a run to add is being chosen. */
  adding: boolean;
  onAdding(adding: boolean): void;
  onAdd(run: string): void;
  /** Goes to a section of the table, to `changes` or to `curves`. */
  onSection(section: string): void;
}

export function CompareToolbar(props: Props) {
  const { project, view, onChange, comparison, rows, invalid, searchRef, onAdd, onSection } = props;
  return (
    <div className={styles.bar}>
      <div className={styles.search}>
        <SearchBox
          label="Search keys (regex)"
          value={view.find}
          invalid={invalid}
          inputRef={searchRef}
          onChange={(find) => onChange({ find }, "replace")}
        />
      </div>
      <Button aria-pressed={!view.same} onClick={() => onChange({ same: !view.same }, "replace")}>
        Only differences
      </Button>
      <RunPicker
        project={project}
        label="Add a run"
        taken={view.run ?? []}
        open={props.adding}
        onOpenChange={props.onAdding}
        onPick={({ id }) => onAdd(id)}
        trigger={<Button icon="plus">Add run</Button>}
      />
      {comparison && (
        <ShareButton
          what="this comparison"
          project={project}
          runs={comparison.runs.map(({ id }) => id)}
          projects={comparison.runs.map((run) => run.project)}
        />
      )}
      {comparison && <CopyTable comparison={comparison} rows={rows} />}
      {comparison && (
        <nav className={styles.places} aria-label="Sections">
          {rows.map(
            (row) =>
              row.kind === "section" && (
                <button
                  key={row.section}
                  type="button"
                  className={styles.place}
                  onClick={() => onSection(row.section)}
                >
                  {SECTION_LABELS[row.section]} <span data-number="">{formatCount(row.differing)}</span>
                </button>
              ),
          )}
          <button type="button" className={styles.place} onClick={() => onSection("changes")}>
            Changes
          </button>
          <button type="button" className={styles.place} onClick={() => onSection("curves")}>
            Curves
          </button>
        </nav>
      )}
    </div>
  );
}
