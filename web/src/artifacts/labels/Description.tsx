import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Markdown } from "@/ui/Markdown";
import { Segmented } from "@/ui/Segmented";
import { changeDescription, make, type Subject } from "../change";
import styles from "./Description.module.css";

interface Props {
  /** "Model card", "Description". */
  title: string;
  subject: Subject;
  text: string;
  /** What to write where nothing is. */
  hint: string;
}

/** Words about a version or a collection in Markdown, changed where they stand. */
export function Description({ title, subject, text, hint }: Props) {
  const mayEdit = useMayEdit();
  const [editing, setEditing] = useState(false);
  return (
    <Card
      title={title}
      tools={
        !editing &&
        mayEdit && (
          <Button
            icon="pencil"
            aria-label={`${text === "" ? "Write" : "Edit"}: ${title}`}
            onClick={() => setEditing(true)}
          >
            {text === "" ? "Write" : "Edit"}
          </Button>
        )
      }
    >
      {editing ? (
        <Editor title={title} subject={subject} text={text} onClose={() => setEditing(false)} />
      ) : text === "" ? (
        <p className={styles.quiet}>{hint}</p>
      ) : (
        <div className={styles.read}>
          <Markdown text={text} />
        </div>
      )}
    </Card>
  );
}

const SIDES = [
  { value: "write", label: "Write" },
  { value: "preview", label: "Preview" },
] as const;

function Editor({ title, subject, text: before, onClose }: Omit<Props, "hint"> & { onClose(): void }) {
  const client = useQueryClient();
  const [text, setText] = useState(before);
  const [side, setSide] = useState<"write" | "preview">("write");
  const save = async () => {
    if (text === before || (await make(client, changeDescription(subject, before, text)))) onClose();
  };
  return (
    <div className={styles.editor}>
      <Segmented<"write" | "preview"> label={title} value={side} options={SIDES} onChange={setSide} />
      {side === "write" ? (
        <textarea
          className={styles.text}
          aria-label={`${title} in Markdown`}
          value={text}
          // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
            if (event.key === "Escape" && text === before) onClose();
          }}
        />
      ) : (
        <div className={styles.preview} tabIndex={0} role="group" aria-label={`Preview: ${title}`}>
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
        <Button onClick={() => void save()}>Save</Button>
      </div>
    </div>
  );
}
