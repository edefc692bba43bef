import { Field } from "../../settings/Field";
import { FieldInput } from "../../settings/FieldInput";

interface Props {
  label: string;
  value: string;
  numeric?: boolean;
  onChange(field: string | undefined): void;
}

/** The choice of a field of the runs; none lets the panel choose. */
export function FieldRow({ label, value, numeric, onChange }: Props) {
  return (
    <Field label={label} said={value !== ""} onUnsay={() => onChange(undefined)}>
      <FieldInput
        label={label}
        value={value}
        numeric={numeric}
        onChange={(field) => onChange(field || undefined)}
      />
    </Field>
  );
}
