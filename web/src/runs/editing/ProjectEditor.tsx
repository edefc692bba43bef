import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { projectsQuery } from "@/api/queries";
import { edit } from "@/edits/editor";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import styles from "./Editors.module.css";
import { onlyRun, type Subject } from "./subject";

/** Moves runs to another project, or to a new one. */
export function ProjectEditor({ subject, onClose }: { subject: Subject; onClose(): void }) {
  const client = useQueryClient();
  const run = onlyRun(subject);
  const projects = useQuery(projectsQuery()).data;
  const [text, setText] = useState(subject.runs[0]?.project ?? "");
  const id = useId();
  const move = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    void edit(client, subject.target, { project: text.trim() }, { name: run?.name });
  };
  return (
    <form className={styles.tags} onSubmit={move}>
      <h2 className={styles.title}>Move {run?.name ?? plural(subject.count, "run")} to</h2>
      <input
        className={styles.input}
        aria-label="Project"
        list={id}
        value={text}
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={id}>
        {projects?.map(({ project }) => (
          <option key={project} value={project} />
        ))}
      </datalist>
      <div className={styles.foot}>
        <span className={styles.quiet}>A project with / lies under another; new ones are made.</span>
        <Button type="submit" disabled={text.trim() === ""}>
          Move
        </Button>
      </div>
    </form>
  );
}
