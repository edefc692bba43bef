import { useState } from "react";
import type { PolicyAnswer } from "@/api/schema";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import styles from "./Policy.module.css";

const EXAMPLE = `[home]                    # the whole home
quota_bytes = 2_000_000_000_000

[projects."cv/resnet"]    # this project and all below it
quota_bytes = 500_000_000_000
keep_days = 90
keep_last = 100
keep_tags = ["paper"]
`;

interface Props {
  rules: PolicyAnswer;
  busy: boolean;
  error: Error | null;
  onTry(text: string): void;
  onSave(text: string, expected: string): void;
  onLeave(): void;
}

/** The file of the rules, with its comments, to be changed where it lies. */
export function Rules({ rules, busy, error, onTry, onSave, onLeave }: Props) {
  // What was there when the draft was begun: what others write meanwhile is not overwritten.
  const [draft, setDraft] = useState<{ text: string; onto: string } | null>(null);
  const isSaved = draft !== null && draft.text === rules.text;
  const text = draft?.text ?? rules.text;
  const changed = draft !== null && !isSaved;
  const moved = changed && draft.onto !== rules.text;
  return (
    <section>
      <h2 className={styles.head}>Rules</h2>
      <p className={styles.quiet}>
        The file <code>{rules.path}</code>. What is written here is written there as it is, with its comments;
        the server reads it again within seconds of any change.
      </p>
      <textarea
        className={styles.rules}
        aria-label="Rules, as TOML"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={EXAMPLE}
        rows={Math.min(24, Math.max(10, text.split("\n").length + 1))}
        value={text}
        onChange={({ target }) => setDraft({ text: target.value, onto: draft?.onto ?? rules.text })}
      />
      {moved && (
        <p className={styles.trouble} role="status">
          Somebody wrote other rules meanwhile. Leave yours to see them.
        </p>
      )}
      {error && <Failure error={error} inline />}
      <div className={styles.foot}>
        {changed && (
          <Button
            onClick={() => {
              setDraft(null);
              onLeave();
            }}
          >
            Leave it as it was
          </Button>
        )}
        <Button disabled={!changed || busy} onClick={() => onTry(text)}>
          Try out
        </Button>
        <Button disabled={!changed || busy} onClick={() => draft && onSave(text, draft.onto)}>
          Save
        </Button>
      </div>
    </section>
  );
}
