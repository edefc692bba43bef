import { lazy, type ReactNode, useRef } from "react";
import type { XAxis } from "@/api/types";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import type { SetView } from "@/route/navigation";
import { Button } from "@/ui/Button";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import { metricOf } from "./axis";
import { Slider } from "./settings/Slider";
import styles from "./Toolbar.module.css";
import type { ChartView } from "./view";
import { LazyPopover } from "./workspace/LazyPopover";

const PageForm = lazy(() => import("./settings/PageForm"));

const AXES: readonly { value: XAxis; label: string; title: string }[] = [
  { value: "step", label: "Step", title: "x axis: the step that was logged" },
  { value: "relative", label: "Relative", title: "x axis: time since the run began" },
  { value: "runtime", label: "Runtime", title: "x axis: time since the run began, without its pauses" },
  { value: "time", label: "Wall", title: "x axis: date and time" },
];

interface Props {
  view: ChartView;
  onChange: SetView<ChartView>;
  /** Without "step": for metrics that count steps of their own. */
  timeOnly?: boolean;
  /** How many charts the reader has removed. */
  removed: number;
  onRestore(): void;
  onAdd(): void;
  /** Asks for a section that gathers what a pattern finds, empty for none yet. */
  onAddSection(pattern: string): void;
  /** Stand before and behind everything else. */
  start?: ReactNode;
  end?: ReactNode;
}

/** What is changed most of how charts are shown; a popover has the rest. */
export function Toolbar(props: Props) {
  const { view, onChange, timeOnly, removed, onRestore, onAdd, onAddSection, start, end } = props;
  const search = useRef<HTMLInputElement>(null);
  const find = () => search.current?.focus();
  useShortcuts({ searchMetrics: find });
  useCommands([
    { name: "Search metrics", keys: "searchMetrics", run: () => setTimeout(() => setTimeout(find)) },
  ]);
  const metric = metricOf(view.x);
  const x = timeOnly && view.x === "step" ? "relative" : view.x;
  return (
    <div className={styles.bar} role="toolbar" aria-label="How charts are shown">
      {start}
      <div className={styles.search}>
        <SearchBox
          inputRef={search}
          label="Search metrics (regex)"
          value={view.m}
          invalid={compilePattern(view.m).invalid}
          delay={120}
          action={{ icon: "layers", label: "Keep as a section", run: onAddSection }}
          onChange={(m) => onChange({ m }, "replace")}
        />
      </div>
      <Segmented
        label="X axis"
        value={metric === null ? (x as XAxis) : ("metric" as XAxis)}
        options={timeOnly ? AXES.slice(1) : AXES}
        onChange={(next) => onChange({ x: next, zoom: null })}
      />
      <div className={styles.smoothing} title="The original stays in sight behind">
        <span aria-hidden="true">Smoothing</span>
        <Slider
          label="Smoothing"
          value={view.sm}
          max={0.99}
          step={0.01}
          onChange={(sm) => onChange({ sm }, "replace")}
        />
        <output>{view.sm.toFixed(2)}</output>
      </div>
      <Button
        className={styles.wide}
        aria-pressed={view.log}
        title="Logarithmic y axis"
        onClick={() => onChange({ log: !view.log })}
      >
        Log y
      </Button>
      <LazyPopover
        label="Settings of all charts"
        command="Settings of all charts"
        trigger={<Button icon="settings">Settings</Button>}
      >
        {() => <PageForm view={view} onChange={onChange} />}
      </LazyPopover>
      {view.zoom && (
        <Button icon="close" aria-label="Reset zoom" onClick={() => onChange({ zoom: null })}>
          <Act verb="Reset" what="zoom" />
        </Button>
      )}
      {removed > 0 && (
        <Button title="Show the removed charts again" onClick={onRestore}>
          {removed} removed
        </Button>
      )}
      <Button
        icon="plus"
        className={styles.end}
        aria-label="Add section"
        title="A section of all metrics that match a regular expression, now and later"
        onClick={() => onAddSection("")}
      >
        <Act verb="Add" what="section" />
      </Button>
      <Button icon="plus" aria-label="Add panel" onClick={onAdd}>
        <Act verb="Add" what="panel" />
      </Button>
      {end}
    </div>
  );
}

/** Where there is little room, the sign before it is enough of a verb. */
const Act = ({ verb, what }: { verb: string; what: string }) => (
  <span className={styles.what}>
    <span className={styles.verb}>{verb} </span>
    {what}
  </span>
);
