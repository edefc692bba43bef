import { Field } from "../../settings/Field";
import { TextInput } from "../../settings/TextInput";
import { useMediaKeys } from "./mediaKeys";

interface Props {
  value: string;
  /** Keys of this type alone. */
  type?: string;
  onChange(key: string | undefined): void;
}

/** The choice of a key of media; none is the first one there is. */
export function MediaKeyRow({ value, type, onChange }: Props) {
  const keys = useMediaKeys(type);
  return (
    <Field label="Key" said={value !== ""} onUnsay={() => onChange(undefined)}>
      <TextInput
        label="Key"
        value={value}
        placeholder={keys?.[0]?.key ?? "none"}
        options={keys?.map(({ key }) => key) ?? []}
        onChange={(key) => onChange(key || undefined)}
      />
    </Field>
  );
}
