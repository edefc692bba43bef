import { IconButton } from "@/ui/Button";
import { FieldInput } from "../../settings/FieldInput";
import styles from "../../settings/Form.module.css";

interface Props {
  label: string;
  fields: readonly string[];
  /** Those that the panel takes while nothing is said. */
  otherwise?: readonly string[];
  onChange(fields: string[] | undefined): void;
}

/** Several fields of the runs in their order. */
export function FieldListRow({ label, fields, otherwise = [], onChange }: Props) {
  const set = (next: readonly string[]) => {
    const said = next.filter(Boolean);
    onChange(said.length > 0 ? said : undefined);
  };
  return (
    <fieldset className={styles.list}>
      <legend className={styles.label}>{label}</legend>
      {[...fields, ""].map((field, index) => (
        <div key={`${index} ${field}`} className={styles.listRow}>
          <FieldInput
            label={`${label} ${index + 1}`}
            value={field}
            otherwise={fields.length === 0 ? otherwise.join(", ") : ""}
            onChange={(next) => set([...fields.slice(0, index), next, ...fields.slice(index + 1)])}
          />
          {field !== "" && (
            <IconButton
              small
              icon="close"
              label={`Without ${field}`}
              onClick={() => set(fields.toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}
