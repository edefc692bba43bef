import { Select } from "@/ui/Select";
import { Field } from "../../settings/Field";
import type { FormProps } from "../kind";
import { FieldRow } from "../shared/FieldRow";
import { useLikely } from "../shared/useLikely";
import type { BarsSettings } from "./kind";

const WHISKERS: readonly { value: BarsSettings["spread"]; label: string }[] = [
  { value: "ci", label: "95 % confidence interval of the mean" },
  { value: "std", label: "Standard deviation" },
  { value: "stderr", label: "Standard error" },
  { value: "none", label: "None" },
];

export default function BarsForm({ settings, own, onChange }: FormProps<BarsSettings>) {
  const { result } = useLikely();
  return (
    <>
      <FieldRow
        label="Value"
        numeric
        otherwise={result}
        value={settings.y}
        onChange={(y) => onChange({ y })}
      />
      <FieldRow label="Group by" value={settings.by} onChange={(by) => onChange({ by })} />
      {settings.by !== "" && (
        <Field
          label="Whiskers"
          said={own.spread !== undefined}
          onUnsay={() => onChange({ spread: undefined })}
        >
          <Select
            label="Whiskers"
            value={settings.spread}
            options={WHISKERS}
            onChange={(spread) => onChange({ spread })}
          />
        </Field>
      )}
    </>
  );
}
