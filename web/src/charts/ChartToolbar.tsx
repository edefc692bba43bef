import { type ReactNode, useRef } from "react";
import type { XAxis } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import type { SetView } from "@/route/navigation";
import { Button } from "@/ui/Button";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import styles from "./ChartToolbar.module.css";
import type { ChartView } from "./view";

const AXES: readonly { value: XAxis; label: string; title: string }[] = [
  { value: "step", label: "Step", title: "x axis: the step that was logged" },
  { value: "relative", label: "Relative", title: "x axis: time since the run began" },
  { value: "time", label: "Wall", title: "x axis: date and time" },
];

interface Props {
  view: ChartView;
  onChange: SetView<ChartView>;
  /** Without "step": for metrics that count steps of their own. */
  timeOnly?: boolean;
  /** Stands before everything else. */
  start?: ReactNode;
  children?: ReactNode;
}

export function ChartToolbar({ view, onChange, timeOnly, start, children }: Props) {
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ f: () => search.current?.focus() });
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
          onChange={(m) => onChange({ m }, "replace")}
        />
      </div>
      <Segmented
        label="X axis"
        value={timeOnly && view.x === "step" ? "relative" : view.x}
        options={timeOnly ? AXES.slice(1) : AXES}
        onChange={(x) => onChange({ x, zoom: null })}
      />
      <label
        className={styles.smoothing}
        title="Time-weighted moving average; the original stays in sight behind"
      >
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.sm}
          onChange={(event) => onChange({ sm: event.target.valueAsNumber }, "replace")}
        />
        <output>{view.sm.toFixed(2)}</output>
      </label>
      <Button aria-pressed={view.log} title="Logarithmic y axis" onClick={() => onChange({ log: !view.log })}>
        Log y
      </Button>
      {view.zoom && (
        <Button icon="close" onClick={() => onChange({ zoom: null })}>
          Reset zoom
        </Button>
      )}
      {children}
    </div>
  );
}
