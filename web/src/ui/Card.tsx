import { type ReactNode, useId } from "react";
import styles from "./Card.module.css";

interface Props {
  title: string;
  /** Stands after the title, quieter: a count, a size. */
  note?: ReactNode;
  /** Stands at the end of the head. */
  tools?: ReactNode;
  tone?: "bad" | "warn";
  /** The content brings its own edges: a table, a diff. */
  flush?: boolean;
  children?: ReactNode;
}

/** One subject of the overview. */
export function Card({ title, note, tools, tone, flush, children }: Props) {
  const id = useId();
  return (
    <section className={`${styles.card} ${tone ? styles[tone] : ""}`} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {tools && <div className={styles.tools}>{tools}</div>}
      </header>
      {children && <div className={flush ? styles.flush : styles.body}>{children}</div>}
    </section>
  );
}
