import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/ui/Button";
import styles from "./Comments.module.css";

interface Props {
  label: string;
  placeholder: string;
  /** What it begins with, where a comment is changed. */
  text?: string;
  verb: string;
  /** What was begun here stays until it is sent, also while the place is closed. */
  draft?: string;
  focus?: boolean;
  /** Gives whether it was taken. */
  onSend(text: string): Promise<boolean>;
  onCancel?(): void;
}

const drafts = new Map<string, string>();

/** A comment being written. */
export function Composer({ label, placeholder, text = "", verb, draft, focus, onSend, onCancel }: Props) {
  const id = useId();
  const [words, setWords] = useState((draft !== undefined && drafts.get(draft)) || text);
  const [sending, setSending] = useState(false);
  const put = (next: string) => {
    setWords(next);
    if (draft !== undefined) drafts.set(draft, next);
  };
  const send = async () => {
    if (words.trim() === "" || sending) return;
    setSending(true);
    const taken = await onSend(words);
    setSending(false);
    if (taken) put("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
    if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div className={styles.composer}>
      <textarea
        className={styles.text}
        aria-label={label}
        aria-describedby={id}
        placeholder={placeholder}
        value={words}
        rows={words === "" ? 2 : 4}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
        autoFocus={focus}
        onChange={(event) => put(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.foot}>
        <span id={id} className={styles.hint}>
          Markdown · ⌘Enter or Ctrl+Enter sends
        </span>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button disabled={words.trim() === "" || sending} onClick={() => void send()}>
          {verb}
        </Button>
      </div>
    </div>
  );
}
