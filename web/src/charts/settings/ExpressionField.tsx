import { Field } from "./Field";
import { TextInput } from "./TextInput";

interface Props {
  expr: string;
  /** What the panel itself says. */
  own: string | undefined;
  onChange(change: { expr: string | undefined }): void;
}

/** A metric reckoned from others. */
export function ExpressionField({ expr, own, onChange }: Props) {
  return (
    <Field label="Expression" said={own !== undefined} onUnsay={() => onChange({ expr: undefined })}>
      <TextInput
        label="Expression"
        value={expr}
        placeholder="val/loss - train/loss"
        onChange={(text) => onChange({ expr: text.trim() || undefined })}
      />
    </Field>
  );
}
