import { Field } from "../../settings/Field";
import { FieldInput } from "../../settings/FieldInput";

interface Props {
  label: string;
  value: string;
  numeric?: boolean;
  /** What the panel takes while nothing is said. */
  otherwise?: string;
  onChange(field: string | undefined): void;
}

/** The choice of a field of the runs. */
export function FieldRow({ label, value, numeric, otherwise, onChange }: Props) {
  return (
    <Field label={label} said={value !== ""} onUnsay={() => onChange(undefined)}>
      <FieldInput
        label={label}
        value={value}
        numeric={numeric}
        otherwise={otherwise}
        onChange={(field) => onChange(field || undefined)}
      />
    </Field>
  );
}
