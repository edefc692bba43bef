import { useEffect, useState } from "react";
import { useLive } from "@/live/feed";
import { useWaiting } from "./useWaiting";
import styles from "./WaitingBar.module.css";

/** What is answered sooner needs no bar. */
const SOON_MS = 500;
/** After that long a reader wants to know whether it still goes on. */
const LONG_MS = 5_000;

/** A line under the header while the page waits for what it has nothing of yet; after a while in words, too. */
export function WaitingBar() {
  const waiting = useWaiting();
  const away = useLive(({ status }) => status === "offline" || status === "trouble");
  const [since, setSince] = useState<"soon" | "some" | "long">("soon");
  useEffect(() => {
    if (!waiting) return;
    const some = setTimeout(() => setSince("some"), SOON_MS);
    const long = setTimeout(() => setSince("long"), LONG_MS);
    return () => {
      clearTimeout(some);
      clearTimeout(long);
      setSince("soon");
    };
  }, [waiting]);
  if (!waiting || away || since === "soon") return null;
  return (
    <div className={styles.place} role="status">
      <div className={styles.bar} role="progressbar" aria-label="Waiting for the server" />
      {since === "long" && <span className={styles.words}>The server is still at work on this page.</span>}
    </div>
  );
}
