import { useEffect } from "react";
import styles from "@/access/Access.module.css";
import { ApiError, sendJson } from "@/api/client";
import type { ShareOpened } from "@/api/schema";
import { useTitle } from "@/app/title";
import { useShareEnd } from "./guest";

interface Props {
  /** Of the link that is being opened; null where one was opened before, and shows nothing any more. */
  secret: string | null;
}

/** Opens a share link, or says why it shows nothing. */
export default function GuestPage({ secret }: Props) {
  const error = useShareEnd((end) => end.error);
  useTitle("Shared");
  useEffect(() => {
    if (secret === null) return;
    sendJson<ShareOpened>("POST", "shares/open", { secret }).then(
      // The secret must stay neither in the address nor in the history.
      ({ page }) => window.location.replace(new URL(page, document.baseURI)),
      (failure) => {
        if (failure instanceof ApiError) useShareEnd.setState({ error: failure });
        else throw failure;
      },
    );
  }, [secret]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <p className={styles.brand}>runstone</p>
        {error === null ? (
          <p className={styles.lead} role="status">
            Opening what was shared with you …
          </p>
        ) : (
          <div role="alert">
            <h1 className={styles.reason}>{error.message}</h1>
            <p className={styles.lead}>{error.hint}</p>
          </div>
        )}
      </div>
    </main>
  );
}
