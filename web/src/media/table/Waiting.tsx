import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import styles from "./MediaTable.module.css";

interface Asked {
  data: { total: number } | undefined;
  isPlaceholderData: boolean;
  isFetching: boolean;
  refetch(): unknown;
}

interface Props {
  query: Asked;
  /** What the question's queries have in common: all of them are stopped. */
  queryKey: QueryKey;
}

/** A question of a large table on its way: for how long, and how to stop it, for which the server stops, too. */
export function Waiting({ query, queryKey }: Props) {
  const client = useQueryClient();
  if (query.data && !query.isPlaceholderData) return null;
  return (
    <p className={styles.waiting} role="status">
      {query.isFetching ? (
        <Going total={query.data?.total} onStop={() => void client.cancelQueries({ queryKey })} />
      ) : (
        <>
          {query.data ? "Stopped: these are the rows of the question before." : "Stopped."}
          <Button onClick={() => void query.refetch()}>Ask again</Button>
        </>
      )}
    </p>
  );
}

/** Nothing within the first second, which most questions take no longer than. */
function Going({ total, onStop }: { total: number | undefined; onStop(): void }) {
  const [secs, setSecs] = useState(0);
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => setSecs(Math.floor((performance.now() - begun) / 1000)), 250);
    return () => clearInterval(timer);
  }, []);
  if (secs < 1) return null;
  return (
    <>
      {total === undefined ? "Reading the rows" : `Looking through ${plural(total, "row")}`}, {secs} s
      <Button onClick={onStop}>Stop</Button>
    </>
  );
}
