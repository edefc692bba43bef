import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { getJson, sendJson } from "@/api/client";
import type { PolicyAnswer } from "@/api/schema";
import { useTitle } from "@/app/title";
import { Failure, Skeleton } from "@/ui/Notice";
import { Outdated } from "./Outdated";
import styles from "./Policy.module.css";
import { Rules } from "./Rules";
import { UsageList } from "./UsageList";

const KEY = ["policy"];

/** What projects take up beside their quotas, what retention would take next, and the rules that say so. */
export default function PolicyPage() {
  useTitle("Policy");
  const client = useQueryClient();
  const rules = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson<PolicyAnswer>("policy", {}, signal),
    staleTime: 0,
    // Others write the file, too; a draft stays as it is.
    refetchOnWindowFocus: true,
  });
  const [tried, setTried] = useState<PolicyAnswer | null>(null);
  const preview = useMutation({
    mutationFn: (text: string) => sendJson<PolicyAnswer>("POST", "policy/preview", { text }),
    onSuccess: setTried,
  });
  const save = useMutation({
    mutationFn: (change: { text: string; expected_text: string }) =>
      sendJson<PolicyAnswer>("POST", "policy", change),
    onSuccess: (answer) => {
      setTried(null);
      client.setQueryData(KEY, answer);
    },
  });
  if (rules.error) return <Failure error={rules.error} onRetry={() => void rules.refetch()} />;
  if (!rules.data) {
    return (
      <main className={styles.page}>
        <Skeleton height={320} />
      </main>
    );
  }
  const shown = tried ?? rules.data;
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Policy</h1>
      {tried && (
        <p className={styles.tried} role="status">
          {tried.trouble || "This is what would follow of the rules below. They hold when they are saved."}
        </p>
      )}
      {!tried && rules.data.trouble && (
        <p className={styles.trouble} role="alert">
          {rules.data.trouble} Until they are mended no rule holds that was not read before.
        </p>
      )}
      {!shown.trouble && (
        <>
          <UsageList usage={shown.usage} />
          <Outdated runs={shown.outdated} total={shown.outdated_total} />
        </>
      )}
      <Rules
        rules={rules.data}
        busy={preview.isPending || save.isPending}
        error={save.error ?? preview.error}
        onTry={(text) => preview.mutate(text)}
        onSave={(text, expected_text) => save.mutate({ text, expected_text })}
        onLeave={() => {
          setTried(null);
          save.reset();
          void rules.refetch();
        }}
      />
    </main>
  );
}
