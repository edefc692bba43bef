import { Select } from "@/ui/Select";
import { Field } from "../../settings/Field";
import type { FormProps } from "../kind";
import { MediaKeyRow } from "../shared/MediaKeyRow";
import type { HistogramsSettings } from "./kind";

const WAYS: readonly { value: HistogramsSettings["as"]; label: string }[] = [
  { value: "heatmap", label: "Heatmap" },
  { value: "ridgeline", label: "Ridgeline" },
  { value: "step", label: "One step" },
  { value: "table", label: "Table of quantiles" },
];

export default function HistogramsForm({ settings, own, onChange }: FormProps<HistogramsSettings>) {
  return (
    <>
      <MediaKeyRow value={settings.key} type="histogram" onChange={(key) => onChange({ key })} />
      <Field
        label="Shown as"
        said={own.as !== undefined && own.as !== "heatmap"}
        onUnsay={() => onChange({ as: undefined })}
      >
        <Select label="Shown as" value={settings.as} options={WAYS} onChange={(as) => onChange({ as })} />
      </Field>
    </>
  );
}
