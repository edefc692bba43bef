import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { homeQuery } from "@/api/queries";
import { plural } from "@/format/number";
import styles from "./ReadingNotice.module.css";

const PACE_MS = 1_500;

/** Says that the server still reads the home, so that nobody takes what is there for all there is. Lists grow meanwhile. */
export function ReadingNotice() {
  const client = useQueryClient();
  const { data } = useQuery({
    ...homeQuery(),
    refetchInterval: (query) => (query.state.data?.reading ? PACE_MS : false),
  });
  const reading = data?.reading ?? false;
  const runs = data?.runs ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever there are more runs, and at the end.
  useEffect(() => {
    if (!reading) return;
    return () => {
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.concerns === "any" });
    };
  }, [client, reading, runs]);
  if (!reading) return null;
  return (
    <p className={styles.notice} role="status">
      The index of this home is being made: {plural(runs, "run")} so far. Lists grow until it is done; nothing
      has to be reloaded.
    </p>
  );
}
