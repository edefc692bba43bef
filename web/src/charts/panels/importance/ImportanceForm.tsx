import type { FormProps } from "../kind";
import { FieldListRow } from "../shared/FieldListRow";
import { FieldRow } from "../shared/FieldRow";
import { useLikely } from "../shared/useLikely";
import type { ImportanceSettings } from "./kind";

export default function ImportanceForm({ settings, onChange }: FormProps<ImportanceSettings>) {
  const { result } = useLikely();
  return (
    <>
      <FieldRow
        label="Result"
        numeric
        otherwise={result}
        value={settings.y}
        onChange={(y) => onChange({ y })}
      />
      <FieldListRow
        label="Parameters (all of the config without a choice)"
        fields={settings.field ?? []}
        onChange={(field) => onChange({ field })}
      />
    </>
  );
}
