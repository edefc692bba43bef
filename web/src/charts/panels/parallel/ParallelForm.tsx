import type { FormProps } from "../kind";
import { FieldListRow } from "../shared/FieldListRow";
import { FieldRow } from "../shared/FieldRow";
import type { ParallelSettings } from "./kind";

export default function ParallelForm({ settings, onChange }: FormProps<ParallelSettings>) {
  return (
    <>
      <FieldListRow label="Axes" fields={settings.field ?? []} onChange={(field) => onChange({ field })} />
      <FieldListRow
        label="Logarithmic axes (by themselves without a choice)"
        fields={settings.log ?? []}
        onChange={(log) => onChange({ log })}
      />
      <FieldRow label="Colour by" value={settings.colour} onChange={(colour) => onChange({ colour })} />
    </>
  );
}
