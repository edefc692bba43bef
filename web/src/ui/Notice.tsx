import type { ReactNode } from "react";
import { ApiError } from "@/api/client";
import { Button } from "./Button";
import styles from "./Notice.module.css";

interface NoticeProps {
  title: string;
  inline?: boolean;
  children?: ReactNode;
}

/** A place with nothing in it: says why, and what to do next. */
export function Notice({ title, inline, children }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${inline ? styles.inline : ""}`}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </div>
  );
}

interface FailureProps {
  error: unknown;
  inline?: boolean;
  onRetry?(): void;
  /** What helps where trying again does not. */
  instead?: { label: string; run(): void };
}

export function Failure({ error, inline, onRetry, instead }: FailureProps) {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ApiError ? error.hint : null;
  return (
    <div role="alert">
      <Notice title={message} inline={inline}>
        {hint && <p>{withCode(hint)}</p>}
        {onRetry && (
          <div className={styles.actions}>
            {instead && <Button onClick={instead.run}>{instead.label}</Button>}
            <Button onClick={onRetry}>Try again</Button>
          </div>
        )}
      </Notice>
    </div>
  );
}

/** A text in which what stands between backticks is code. */
export const withCode = (text: string): ReactNode[] =>
  text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));

/** The room that something still loading will take. */
export function Skeleton({ height, width = "100%" }: { height: number | string; width?: number | string }) {
  return <div className={styles.skeleton} style={{ height, width }} aria-hidden="true" />;
}
