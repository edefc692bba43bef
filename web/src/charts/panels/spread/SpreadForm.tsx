import { Segmented } from "@/ui/Segmented";
import { Check } from "../../settings/AxisFields";
import { Field } from "../../settings/Field";
import type { FormProps } from "../kind";
import { FieldRow } from "../shared/FieldRow";
import { useLikely } from "../shared/useLikely";
import type { SpreadSettings } from "./kind";

const SHAPES = [
  { value: "box", label: "Box" },
  { value: "violin", label: "Violin" },
] as const;

export default function SpreadForm({ settings, own, onChange }: FormProps<SpreadSettings>) {
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
      <Field label="Shape" said={own.shape !== undefined} onUnsay={() => onChange({ shape: undefined })}>
        <Segmented
          label="Shape"
          value={settings.shape}
          options={SHAPES}
          onChange={(shape) => onChange({ shape })}
        />
      </Field>
      <Field label="Scale" said={own.log !== undefined} onUnsay={() => onChange({ log: undefined })}>
        <Check label="Logarithmic" on={settings.log} onChange={(log) => onChange({ log })} />
      </Field>
    </>
  );
}
