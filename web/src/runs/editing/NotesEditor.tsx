import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { edit } from "@/edits/editor";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Markdown } from "@/ui/Markdown";
import { Segmented } from "@/ui/Segmented";
import styles from "./Editors.module.css";
import { onlyRun, type Subject } from "./subject";

const SIDES = [
  { value: "write", label: "Write" },
  { value: "preview", label: "Preview" },
] as const;

/** Notes in Markdown, written and looked at. */
export function NotesEditor({ subject, onClose }: { subject: Subject; onClose(): void }) {
  const client = useQueryClient();
  const run = onlyRun(subject);
  const [text, setText] = useState(run?.notes ?? "");
  const [side, setSide] = useState<"write" | "preview">("write");
  const save = () => {
    onClose();
    if (text !== (run?.notes ?? "")) void edit(client, subject.target, { notes: text }, { name: run?.name });
  };
  return (
    <div className={styles.notes}>
      <div className={styles.head}>
        <h2 className={styles.title}>Notes of {run?.name ?? plural(subject.count, "run")}</h2>
        <Segmented<"write" | "preview"> label="Notes" value={side} options={SIDES} onChange={setSide} />
      </div>
      {side === "write" ? (
        <textarea
          className={styles.text}
          aria-label="Notes in Markdown"
          placeholder="What was tried, and what came of it. Markdown."
          value={text}
          // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save();
          }}
        />
      ) : (
        <div className={styles.preview} tabIndex={0} role="group" aria-label="Preview of the notes">
          {text.trim() === "" ? (
            <p className={styles.quiet}>Nothing is written yet.</p>
          ) : (
            <Markdown text={text} />
          )}
        </div>
      )}
      <div className={styles.foot}>
        <span className={styles.quiet}>⌘Enter or Ctrl+Enter saves</span>
        <Button onClick={onClose}>Cancel</Button>
        <Button onClick={save}>Save</Button>
      </div>
    </div>
  );
}
