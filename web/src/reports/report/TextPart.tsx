import { useLayoutEffect, useRef } from "react";
import { Markdown } from "@/ui/Markdown";
import styles from "./Report.module.css";

interface Props {
  text: string;
  /** Given while the report is written. */
  onChange: ((text: string) => void) | null;
  name: string;
}

/** A block of text: what it reads like, and beside it, while the report is written, what it is written like. */
export function TextPart({ text, onChange, name }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another height.
  useLayoutEffect(() => {
    if (area.current === null) return;
    area.current.style.height = "0";
    area.current.style.height = `${area.current.scrollHeight + 2}px`;
  }, [text]);
  if (onChange === null) {
    return (
      <div className={styles.text}>
        <Markdown text={text} />
      </div>
    );
  }
  return (
    <div className={styles.writing}>
      <textarea
        ref={area}
        className={styles.area}
        aria-label={`Text of ${name}, in Markdown`}
        placeholder="## What was tried, and what came of it. Markdown."
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={styles.text}>
        <Markdown text={text} />
      </div>
    </div>
  );
}
