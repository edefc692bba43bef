import type { FormProps } from "../kind";
import { FieldListRow } from "../shared/FieldListRow";
import type { TableSettings } from "./kind";

export default function TableForm({ settings, onChange }: FormProps<TableSettings>) {
  return (
    <FieldListRow label="Columns" fields={settings.field ?? []} onChange={(field) => onChange({ field })} />
  );
}
