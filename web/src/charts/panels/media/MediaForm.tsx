import { Select } from "@/ui/Select";
import { Field } from "../../settings/Field";
import type { FormProps } from "../kind";
import { MediaKeyRow } from "../shared/MediaKeyRow";
import type { MediaSettings } from "./kind";

const SIZES: readonly { value: MediaSettings["size"]; label: string }[] = [
  { value: "small", label: "Small" },
  { value: "medium", label: "Medium" },
  { value: "large", label: "Large" },
];
const SPREADS: readonly { value: MediaSettings["spread"]; label: string }[] = [
  { value: "auto", label: "One of each run, all of a single run" },
  { value: "one", label: "One that can be turned over" },
  { value: "all", label: "All of a step" },
];

export default function MediaForm({ settings, own, onChange }: FormProps<MediaSettings>) {
  return (
    <>
      <MediaKeyRow value={settings.key} onChange={(key) => onChange({ key })} />
      <Field label="Cards" said={own.size !== undefined} onUnsay={() => onChange({ size: undefined })}>
        <Select label="Cards" value={settings.size} options={SIZES} onChange={(size) => onChange({ size })} />
      </Field>
      <Field label="Samples" said={own.spread !== undefined} onUnsay={() => onChange({ spread: undefined })}>
        <Select
          label="Samples"
          value={settings.spread}
          options={SPREADS}
          onChange={(spread) => onChange({ spread })}
        />
      </Field>
    </>
  );
}
