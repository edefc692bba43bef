import { useEffect, useId, useRef } from "react";
import { useDraft } from "@/ui/draft";
import styles from "./Form.module.css";

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
  placeholder?: string;
  /** What it could be, offered while typing. */
  options?: readonly string[];
  invalid?: boolean;
}

const REST_MS = 350;

/** A text that counts once typing rests. */
export function TextInput({ label, value, onChange, placeholder, options, invalid }: Props) {
  const [draft, change] = useDraft(value, onChange, REST_MS);
  const list = useId();
  useFlush(draft, value, onChange);
  return (
    <>
      <input
        type="text"
        className={styles.input}
        aria-label={label}
        aria-invalid={invalid}
        placeholder={placeholder}
        value={draft}
        spellCheck={false}
        autoComplete="off"
        list={options ? list : undefined}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && change(draft, 0)}
      />
      {options && (
        <datalist id={list}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** A form that closes takes what was typed last along. */
export function useFlush(draft: string, value: string, onChange: (value: string) => void): void {
  const latest = useRef({ draft, value, onChange });
  latest.current = { draft, value, onChange };
  useEffect(
    () => () => {
      if (latest.current.draft !== latest.current.value) latest.current.onChange(latest.current.draft);
    },
    [],
  );
}
