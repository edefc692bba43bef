import { lazy, Suspense } from "react";
import styles from "./Markdown.module.css";

const MarkdownText = lazy(() => import("./MarkdownText"));

/** Somebody's Markdown. The parser is fetched with the first text; until then the text stands as it was written. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className={styles.plain}>{text}</div>}>
      <MarkdownText text={text} />
    </Suspense>
  );
}
