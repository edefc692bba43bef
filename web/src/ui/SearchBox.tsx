import type { Ref } from "react";
import { IconButton } from "./Button";
import { useDraft } from "./draft";
import { Icon } from "./Icon";
import styles from "./SearchBox.module.css";

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
  /** How long typing must rest before `onChange`; 0 for filters that run in the browser. */
  delay?: number;
  invalid?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchBox({ label, value, onChange, delay = 0, invalid = false, inputRef }: Props) {
  const [draft, change] = useDraft(value, onChange, delay);
  return (
    <div className={styles.box}>
      <span className={styles.icon}>
        <Icon name="search" size={14} />
      </span>
      <input
        ref={inputRef}
        className={styles.input}
        type="text"
        aria-label={label}
        placeholder={label}
        aria-invalid={invalid}
        value={draft}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (draft === "") event.currentTarget.blur();
          else change("", 0);
        }}
      />
      {draft !== "" && (
        <IconButton
          icon="close"
          small
          label={`Clear: ${label}`}
          className={styles.clear}
          onClick={() => change("", 0)}
        />
      )}
    </div>
  );
}
