import { Check } from "../../settings/AxisFields";
import { Field } from "../../settings/Field";
import type { FormProps } from "../kind";
import { FieldRow } from "../shared/FieldRow";
import { likelyX, useLikely } from "../shared/useLikely";
import type { ScatterSettings } from "./kind";

export default function ScatterForm({ settings, own, onChange }: FormProps<ScatterSettings>) {
  const likely = useLikely();
  return (
    <>
      <FieldRow label="X" otherwise={likelyX(likely)} value={settings.x} onChange={(x) => onChange({ x })} />
      <FieldRow label="Y" otherwise={likely.result} value={settings.y} onChange={(y) => onChange({ y })} />
      <FieldRow label="Colour by" value={settings.colour} onChange={(colour) => onChange({ colour })} />
      <Field
        label="Scale"
        said={own.log !== undefined || own.logx !== undefined}
        onUnsay={() => onChange({ log: undefined, logx: undefined })}
      >
        <Check label="Log x" on={settings.logx} onChange={(logx) => onChange({ logx })} />
        <Check label="Log y" on={settings.log} onChange={(log) => onChange({ log })} />
      </Field>
    </>
  );
}
