import { Segmented } from "@/ui/Segmented";
import { type ChartX, isTime, metricOf } from "../axis";
import { useMetricNames } from "../useFields";
import { Field } from "./Field";
import styles from "./Form.module.css";
import { LimitsInput } from "./LimitsInput";
import { isOpen, type LineSettings } from "./params";
import { TextInput } from "./TextInput";

const AXES = [
  { value: "step", label: "Step" },
  { value: "relative", label: "Relative" },
  { value: "runtime", label: "Runtime" },
  { value: "time", label: "Wall" },
  { value: "metric", label: "Metric" },
] as const;

export interface FieldsProps {
  settings: LineSettings;
  /** What is said at this place; all else is inherited. */
  own: Partial<LineSettings>;
  onChange(change: Partial<LineSettings>): void;
}

/** What a chart has on its axes, and from where to where. */
export function AxisFields({ settings, own, onChange }: FieldsProps) {
  const metrics = useMetricNames();
  const { x, logx, log, xl, yl, clip } = settings;
  const metric = metricOf(x);
  const setX = (next: ChartX) => onChange({ x: next, xl: undefined });
  const unsay =
    (...names: (keyof LineSettings)[]) =>
    () =>
      onChange(Object.fromEntries(names.map((name) => [name, undefined])));
  return (
    <>
      <Field label="X axis" said={own.x !== undefined} onUnsay={unsay("x", "xl")}>
        <Segmented
          label="X axis"
          value={metric === null ? (x as "step") : "metric"}
          options={AXES}
          onChange={(kind) => setX(kind === "metric" ? `metric:${metrics[0] ?? "epoch"}` : kind)}
        />
        {metric !== null && (
          <TextInput
            label="Metric on the x axis"
            value={metric}
            options={metrics}
            onChange={(name) => name !== "" && setX(`metric:${name}`)}
          />
        )}
      </Field>
      <Field label="X limits" said={own.xl !== undefined && !isOpen(own.xl)} onUnsay={unsay("xl")}>
        <LimitsInput
          label="X"
          value={xl}
          units={isTime(x) ? 1e6 : 1}
          onChange={(next) => onChange({ xl: next })}
        />
      </Field>
      <Field label="Y limits" said={own.yl !== undefined && !isOpen(own.yl)} onUnsay={unsay("yl")}>
        <LimitsInput label="Y" value={yl} onChange={(next) => onChange({ yl: next })} />
      </Field>
      <Field
        label="Scale"
        said={own.log !== undefined || own.logx !== undefined || own.clip !== undefined}
        onUnsay={unsay("log", "logx", "clip")}
      >
        <Check label="Log x" on={logx} onChange={(on) => onChange({ logx: on })} />
        <Check label="Log y" on={log} onChange={(on) => onChange({ log: on })} />
        <Check label="Ignore outliers" on={clip} onChange={(on) => onChange({ clip: on })} />
      </Field>
    </>
  );
}

interface CheckProps {
  label: string;
  on: boolean;
  onChange(on: boolean): void;
}

export function Check({ label, on, onChange }: CheckProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
