import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NewerNotes } from "@/api/edits";
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
  /** The notes that the text is written over: those that were there when this was opened, or newer ones that were shown since. */
  const [known, setKnown] = useState(run?.notes ?? "");
  const [newer, setNewer] = useState<NewerNotes | null>(null);
  const save = async () => {
    if (run === undefined || text === known) {
      onClose();
      if (text !== known) void edit(client, subject.target, { notes: text });
      return;
    }
    let seen: NewerNotes | null = null;
    const options = {
      name: run.name,
      expectedNotes: newer?.notes ?? known,
      onNewerNotes: (found: NewerNotes) => {
        seen = found;
      },
    };
    // What was refused stays to be sent again.
    if (await edit(client, subject.target, { notes: text }, options)) onClose();
    else if (seen !== null) setNewer(seen);
  };
  const takeTheirs = () => {
    setText(newer?.notes ?? "");
    setKnown(newer?.notes ?? "");
    setNewer(null);
  };
  return (
    <div className={styles.notes}>
      <div className={styles.head}>
        <h2 className={styles.title}>Notes of {run?.name ?? plural(subject.count, "run")}</h2>
        <Segmented<"write" | "preview"> label="Notes" value={side} options={SIDES} onChange={setSide} />
      </div>
      {newer !== null && (
        <div className={styles.newer} role="alert">
          <p>
            <strong>{newer.author || "Somebody"}</strong> changed these notes meanwhile. Nothing was
            overwritten; theirs are:
          </p>
          <pre tabIndex={0} role="region" aria-label="Their notes">
            {newer.notes || "(no notes)"}
          </pre>
          <div className={styles.foot}>
            <span className={styles.quiet}>Save keeps what you wrote below.</span>
            <Button onClick={takeTheirs}>Take theirs</Button>
          </div>
        </div>
      )}
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
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
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
        <Button onClick={() => void save()}>{newer === null ? "Save" : "Save mine over theirs"}</Button>
      </div>
    </div>
  );
}
