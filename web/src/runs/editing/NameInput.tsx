import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Run } from "@/api/types";
import { edit } from "@/edits/editor";
import styles from "./Editors.module.css";
import { useEditing } from "./editing";

/** A run's name while it is written. Enter and leaving the field keep what is there, Escape does not. */
export function NameInput({ run }: { run: Run }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const cancelled = useRef(false);
  const end = useEditing((editing) => editing.end);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (text: string) => {
    end();
    const name = text.trim();
    if (!cancelled.current && name !== "" && name !== run.name)
      void edit(client, { runs: [run.id] }, { name });
  };
  return (
    <input
      ref={input}
      className={styles.name}
      aria-label={`Name of ${run.display_id}`}
      defaultValue={run.name}
      spellCheck={false}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        cancelled.current = event.key === "Escape";
        event.currentTarget.blur();
      }}
    />
  );
}
