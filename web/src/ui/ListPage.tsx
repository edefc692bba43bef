import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode, Ref } from "react";
import { Failure, Skeleton } from "./Notice";
import styles from "./Page.module.css";

interface Props {
  title: string;
  /** What stands behind the title in the bar. */
  tools?: ReactNode;
  /** What the page waits for: until it is there, or where it failed, that is said. */
  query: UseQueryResult<unknown>;
  children: ReactNode;
}

/** A page that is a list: a bar that stays, and under it what `children` make of the answer. */
export function ListPage({ title, tools, query, children }: Props) {
  return (
    <main className={styles.page}>
      <div className={styles.bar}>
        <h1 className={styles.title}>{title}</h1>
        {tools}
      </div>
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={220} />}
      {children}
    </main>
  );
}

/** How many there are, quietly. */
export function Count({ children }: { children: ReactNode }) {
  return <span className={styles.count}>{children}</span>;
}

interface ListProps {
  label: string;
  /** Said where there are no rows to show. */
  nothing?: ReactNode;
  scroller?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** The rows, which scroll. */
export function List({ label, nothing, scroller, children }: ListProps) {
  return (
    <div ref={scroller} className={styles.list} role="region" aria-label={label} tabIndex={0}>
      {nothing && <p className={styles.nothing}>{nothing}</p>}
      {children}
    </div>
  );
}
