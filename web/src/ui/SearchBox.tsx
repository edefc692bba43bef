import type { Ref } from "react";
import { IconButton } from "./Button";
import { useDraft } from "./draft";
import { Icon, type IconName } from "./Icon";
import styles from "./SearchBox.module.css";

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
  /** How long typing must rest before `onChange`; 0 for filters that run in the browser. */
  delay?: number;
  invalid?: boolean;
  /** Something to be done with a text that stands in the box. */
  action?: { icon: IconName; label: string; run(text: string): void };
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchBox({ label, value, onChange, delay = 0, invalid = false, action, inputRef }: Props) {
  const [draft, change] = useDraft(value, onChange, delay);
  return (
    <div className={styles.box}>
      <span className={styles.icon}>
        <Icon name="search" size={14} />
      </span>
      <input
        ref={inputRef}
        className={`${styles.input} ${action && draft !== "" ? styles.wide : ""}`}
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
      {draft !== "" && action && (
        <IconButton
          icon={action.icon}
          small
          label={action.label}
          className={styles.action}
          onClick={() => action.run(draft)}
        />
      )}
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
