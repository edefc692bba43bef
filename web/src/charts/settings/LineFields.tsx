import { Select } from "@/ui/Select";
import { AxisFields, Check, type FieldsProps } from "./AxisFields";
import { Field } from "./Field";
import { FieldInput } from "./FieldInput";
import styles from "./Form.module.css";
import type { LineSettings, SmoothingKind, Spread } from "./params";
import { Slider } from "./Slider";
import { TextInput } from "./TextInput";

const SMOOTHING: readonly { value: SmoothingKind; label: string }[] = [
  { value: "ema", label: "Moving average (time-weighted)" },
  { value: "gaussian", label: "Gaussian" },
  { value: "mean", label: "Running mean" },
];

const BANDS = [
  { value: "auto", label: "Where lines are few" },
  { value: "on", label: "For all lines" },
  { value: "off", label: "For the highlighted line" },
] as const;

const SPREADS: readonly { value: Spread; label: string }[] = [
  { value: "std", label: "Mean ± standard deviation" },
  { value: "stderr", label: "Mean ± standard error" },
  { value: "ci", label: "Mean, 95 % confidence interval" },
  { value: "minmax", label: "Mean, least to greatest" },
  { value: "iqr", label: "Median, middle half" },
  { value: "none", label: "Mean alone" },
];

/** All settings of lines: of a page, a section or a chart. */
export function LineFields({ settings, own, onChange }: FieldsProps) {
  const { sm, smk, bands, stages, by, spread, colour, dash, facet, legend, label } = settings;
  const unsay =
    (...names: (keyof LineSettings)[]) =>
    () =>
      onChange(Object.fromEntries(names.map((name) => [name, undefined])));
  const field = (label: string, name: "by" | "colour" | "dash" | "facet", value: string) => (
    <Field label={label} said={own[name] !== undefined} onUnsay={unsay(name)}>
      <FieldInput label={label} value={value} onChange={(next) => onChange({ [name]: next })} />
    </Field>
  );
  return (
    <>
      <AxisFields settings={settings} own={own} onChange={onChange} />
      <Field
        label="Smoothing"
        said={own.sm !== undefined || own.smk !== undefined}
        onUnsay={unsay("sm", "smk")}
      >
        <Slider
          label="Smoothing"
          value={sm}
          max={0.99}
          step={0.01}
          onChange={(next) => onChange({ sm: next })}
        />
        <output>{sm.toFixed(2)}</output>
        <Select
          label="Kind of smoothing"
          value={smk}
          options={SMOOTHING}
          onChange={(next) => onChange({ smk: next })}
        />
      </Field>
      <Field label="Envelopes" said={own.bands !== undefined} onUnsay={unsay("bands")}>
        <Select
          label="Envelopes"
          value={bands}
          options={BANDS}
          onChange={(next) => onChange({ bands: next })}
        />
      </Field>
      <Field label="Stages" said={own.stages !== undefined} onUnsay={unsay("stages")}>
        <Check label="Show where they begin" on={stages} onChange={(on) => onChange({ stages: on })} />
      </Field>
      {field("Group by", "by", by)}
      {by !== "" && (
        <Field label="Band" said={own.spread !== undefined} onUnsay={unsay("spread")}>
          <Select
            label="Band"
            value={spread}
            options={SPREADS}
            onChange={(next) => onChange({ spread: next })}
          />
        </Field>
      )}
      {by === "" && field("Colour by", "colour", colour)}
      {by === "" && field("Dash by", "dash", dash)}
      {field("A chart each", "facet", facet)}
      <Field label="Legend" said={own.legend !== undefined} onUnsay={unsay("legend")}>
        <Check label="Show" on={legend} onChange={(on) => onChange({ legend: on })} />
      </Field>
      {by === "" && (
        <Field label="Names" said={own.label !== undefined} onUnsay={unsay("label")}>
          <TextInput
            label="Names of lines"
            value={label}
            placeholder="{name} lr {config.lr}"
            onChange={(next) => onChange({ label: next })}
          />
        </Field>
      )}
      <p className={styles.hint}>A drag on a chart sets limits, too; a double-click takes them back.</p>
    </>
  );
}
