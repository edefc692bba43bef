import { useFields } from "../useFields";
import { TextInput } from "./TextInput";

interface Props {
  label: string;
  value: string;
  onChange(field: string): void;
  /** Only fields that hold numbers. */
  numeric?: boolean;
  /** What is taken while nothing is said. */
  otherwise?: string;
}

const MAX_OPTIONS = 2000;

/** A field of runs by its name; what there is is offered while typing. */
export function FieldInput({ label, value, onChange, numeric, otherwise = "" }: Props) {
  const fields = useFields(numeric);
  return (
    <TextInput
      label={label}
      value={value}
      placeholder={otherwise || "none"}
      options={fields.slice(0, MAX_OPTIONS)}
      onChange={(text) => onChange(text.trim())}
    />
  );
}
