import styles from "./Form.module.css";
import type { Limits } from "./params";
import { TextInput } from "./TextInput";

interface Props {
  label: string;
  value: Limits;
  /** How many of the value's units are one of the shown ones: a million microseconds are a second. */
  units?: number;
  onChange(limits: Limits): void;
}

const read = (text: string): number | null | undefined => {
  if (text.trim() === "") return null;
  const value = Number(text.replace("\u2212", "-"));
  return Number.isFinite(value) ? value : undefined;
};

/** Two ends, either of which may be left open. */
export function LimitsInput({ label, value: [low, high], units = 1, onChange }: Props) {
  const show = (end: number | null) => (end === null ? "" : String(end / units));
  const set = (text: string, make: (end: number | null) => Limits) => {
    const end = read(text);
    if (end === undefined) return;
    const [from, to] = make(end === null ? null : end * units);
    if (from === null || to === null || from < to) onChange([from, to]);
  };
  return (
    <div className={styles.limits}>
      <TextInput
        label={`${label} from`}
        placeholder="auto"
        value={show(low)}
        onChange={(text) => set(text, (end) => [end, high])}
      />
      <span>to</span>
      <TextInput
        label={`${label} to`}
        placeholder="auto"
        value={show(high)}
        onChange={(text) => set(text, (end) => [low, end])}
      />
    </div>
  );
}
