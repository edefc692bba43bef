import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLive } from "@/live/feed";
import styles from "./ReadingNotice.module.css";

/** Says that the server is gone, or in trouble, and what to do about it. What the page has stays; the rest comes when it is back. */
export function ServerNotice() {
  const status = useLive((live) => live.status);
  const client = useQueryClient();
  const away = status === "offline" || status === "trouble";
  useEffect(() => {
    if (!away) return;
    // What gave up meanwhile is asked for once more.
    return () => void client.refetchQueries({ predicate: ({ state }) => state.status === "error" });
  }, [away, client]);
  if (!away) return null;
  return (
    <p className={styles.notice} role="status">
      {status === "offline" ? (
        <>
          <b>The server does not answer.</b> Start it again with <code>runstone ui</code>: what is on this
          page stays, and it goes on by itself. Runs go on recording meanwhile; they need no server.
        </>
      ) : (
        <>
          <b>The server answers with errors.</b> The terminal in which it runs says more. What is on this page
          may be old; it goes on by itself.
        </>
      )}
    </p>
  );
}
