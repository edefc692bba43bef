import { useMemo } from "react";
import { completeRunFilter } from "@/api/queries";
import type { ChartRun } from "@/charts/lines/plot";
import { RunPicker } from "@/compare/RunPicker";
import { FilterBox } from "@/filter/FilterBox";
import { FilterHelp } from "@/filter/FilterHelp";
import { Button, IconButton } from "@/ui/Button";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { isFixed, MOST_RUNS, newestRuns, type RunChoice } from "../document";
import styles from "./Report.module.css";
import type { BlockRuns } from "./useBlockRuns";

interface Props {
  project: string;
  choice: RunChoice;
  shown: BlockRuns;
  onChange(choice: RunChoice): void;
}

const WAYS = [
  { value: "filter", label: "By filter", title: "The runs that a filter lets through when somebody reads" },
  { value: "ids", label: "These runs", title: "The same runs, whatever comes" },
] as const;

const NUMBERS = [1, 5, 10, 20, 50, MOST_RUNS].map((most) => ({ value: String(most), label: `${most}` }));

/** Which runs a block shows. */
export default function RunsForm({ project, choice, shown, onChange }: Props) {
  const runs = shown.runs ?? [];
  const fix = () => onChange({ ids: runs.map(({ id }) => id) });
  const source = useMemo(
    () => ({
      name: [project],
      complete: (text: string, at: number, signal: AbortSignal) =>
        completeRunFilter(project, text, at, signal),
    }),
    [project],
  );
  return (
    <div className={styles.form}>
      <Segmented<"filter" | "ids">
        label="How runs are chosen"
        value={isFixed(choice) ? "ids" : "filter"}
        options={WAYS}
        onChange={(way) => (way === "ids" ? fix() : onChange(newestRuns(20)))}
      />
      {isFixed(choice) ? (
        <Fixed project={project} runs={runs} onChange={(ids) => onChange({ ids })} />
      ) : (
        <>
          <FilterBox
            label="Filter of the runs of this block"
            placeholder="All runs, or config.lr < 1e-3"
            source={source}
            help={(write) => <FilterHelp onTry={write} />}
            value={choice.filter}
            problem={shown.problem}
            onChange={(filter) => onChange({ ...choice, filter })}
          />
          <div className={styles.line}>
            The newest
            <Select
              label="How many runs"
              value={String(choice.most)}
              options={
                NUMBERS.some(({ value }) => value === String(choice.most))
                  ? NUMBERS
                  : [...NUMBERS, { value: String(choice.most), label: String(choice.most) }]
              }
              onChange={(most) => onChange({ ...choice, most: Number(most) })}
            />
            of {shown.total}
          </div>
        </>
      )}
    </div>
  );
}

interface FixedProps {
  project: string;
  runs: readonly ChartRun[];
  onChange(ids: string[]): void;
}

function Fixed({ project, runs, onChange }: FixedProps) {
  const ids = runs.map(({ id }) => id);
  return (
    <>
      <ul className={styles.chosen} aria-label="Runs of this block">
        {runs.map(({ id, label }) => (
          <li key={id}>
            <span>{label}</span>
            <IconButton
              small
              icon="close"
              label={`Leave ${label} out`}
              onClick={() => onChange(ids.filter((each) => each !== id))}
            />
          </li>
        ))}
      </ul>
      {ids.length < MOST_RUNS && (
        <RunPicker
          label="Add a run"
          project={project}
          taken={ids}
          trigger={<Button icon="plus">Add a run</Button>}
          onPick={({ id }) => onChange([...ids, id])}
        />
      )}
    </>
  );
}
