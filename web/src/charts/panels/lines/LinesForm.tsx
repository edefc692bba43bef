import { ExpressionField } from "../../settings/ExpressionField";
import { Field } from "../../settings/Field";
import styles from "../../settings/Form.module.css";
import { LineFields } from "../../settings/LineFields";
import { TextInput } from "../../settings/TextInput";
import { useMetricNames } from "../../useFields";
import type { FormProps } from "../kind";
import type { LinesSettings } from "./kind";

export default function LinesForm({ settings, own, onChange }: FormProps<LinesSettings>) {
  const metrics = useMetricNames();
  return (
    <>
      <Field label="Metric" said={false} onUnsay={() => {}}>
        <TextInput
          label="Metric"
          value={settings.metric}
          options={metrics}
          onChange={(metric) => onChange({ metric })}
        />
      </Field>
      <ExpressionField expr={settings.expr} own={own.expr} onChange={onChange} />
      <p className={styles.hint}>An expression is drawn in the place of the metric.</p>
      <LineFields settings={settings} own={own} onChange={onChange} />
    </>
  );
}
