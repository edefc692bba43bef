import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sendJson } from "@/api/client";
import { useTitle } from "@/app/title";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import styles from "./Access.module.css";
import { goToProvider, takeFailure, waysQuery } from "./provider";

const LEAST_PASSWORD_CHARS = 10;

interface Props {
  /** What stands behind # in a link by which somebody becomes a user. */
  invitation: string | null;
}

/** Asks who one is. */
export default function LoginPage({ invitation }: Props) {
  const invited = invitation !== null;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [came] = useState(invited ? "" : takeFailure);
  const { data: ways, error, refetch } = useQuery(waysQuery(came));
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useTitle(invited ? "Welcome" : "Log in");
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!ways) return <main />;
  const failure = said ?? (ways.failure || null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setSaid(null);
    try {
      if (invited) {
        await sendJson("POST", "invitations/accept", {
          invitation,
          name,
          ...(ways.passwords ? { password } : {}),
        });
        // The link is used up, and must not stay in the history.
        window.location.replace(document.baseURI);
      } else {
        await sendJson("POST", "login", { name, password });
        // Nothing that was asked for somebody else, or for nobody, stays.
        window.location.reload();
      }
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  const leave = async () => {
    setBusy(true);
    setSaid(null);
    try {
      await goToProvider(false);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  const asks = invited || ways.passwords;

  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={(event) => void submit(event)}>
        <h1 className={styles.brand}>runstone</h1>
        <p className={styles.lead}>
          {!invited
            ? "Log in to see the runs of this server."
            : ways.passwords
              ? "You are invited. Choose the name that stands beside what you do here, and a password."
              : "You are invited. Choose the name that stands beside what you do here."}
        </p>
        {asks && (
          <label className={styles.field}>
            Name
            <input
              className={styles.input}
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              // biome-ignore lint/a11y/noAutofocus: there is nothing else on this page.
              autoFocus
              required
            />
          </label>
        )}
        {ways.passwords && (
          <label className={styles.field}>
            Password
            <input
              className={styles.input}
              type="password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete={invited ? "new-password" : "current-password"}
              minLength={invited ? LEAST_PASSWORD_CHARS : undefined}
              required
            />
          </label>
        )}
        {invited && ways.passwords && (
          <p className={styles.hint}>At least {LEAST_PASSWORD_CHARS} characters.</p>
        )}
        {failure !== null && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        {asks && (
          <Button type="submit" className={styles.submit} disabled={busy}>
            {invited ? "Begin" : "Log in"}
          </Button>
        )}
        {!invited && ways.provider !== null && (
          <Button className={asks ? undefined : styles.submit} disabled={busy} onClick={() => void leave()}>
            {ways.provider}
          </Button>
        )}
        {!invited && (
          <p className={styles.hint}>
            {asks ? (
              <>
                No name here yet? An admin of this server can invite you: <code>runstone user invite</code>.
              </>
            ) : (
              "May you not come in yet? Ask an admin of this server to invite your address."
            )}
          </p>
        )}
      </form>
    </main>
  );
}
