import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { sendJson } from "@/api/client";
import { goTo } from "@/route/navigation";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import styles from "./Access.module.css";
import { goToProvider, takeFailure, waysQuery } from "./provider";
import { useLoggedIn } from "./whoAmI";

const TokensDialog = lazy(() => import("./TokensDialog"));
const SharesDialog = lazy(() => import("@/sharing/SharesDialog"));

/** Who is logged in, and how they leave; nothing where nobody logs in. */
export function AccountMenu() {
  const me = useLoggedIn();
  const [open, setOpen] = useState(false);
  const [tokens, setTokens] = useState(false);
  const [shares, setShares] = useState(false);
  const user = me?.user ?? null;
  const [failed, setFailed] = useState("");
  const [trouble, setTrouble] = useState("");
  const { data: ways } = useQuery({ ...waysQuery(failed), enabled: user !== null });
  useEffect(() => {
    if (user === null) return;
    const came = takeFailure();
    if (came) {
      setFailed(came);
      setOpen(true);
    }
  }, [user]);
  if (!me || user === null) return null;
  const link = () => {
    setTrouble("");
    goToProvider(true).catch((error: unknown) =>
      setTrouble(error instanceof Error ? error.message : String(error)),
    );
  };
  const failure = trouble || ways?.failure;
  const leave = async () => {
    await sendJson("POST", "logout", {});
    window.location.reload();
  };
  return (
    <>
      <Popover
        label="Account"
        align="end"
        open={open}
        onOpenChange={setOpen}
        trigger={<IconButton icon="user" label={`Logged in as ${me.user}`} />}
      >
        <div className={styles.menu}>
          <p className={styles.user}>{me.user}</p>
          {me.roles.length === 0 ? (
            <p className={styles.hint}>
              Nobody gave you a role in a project yet. Ask an admin of this server.
            </p>
          ) : (
            <dl className={styles.roles}>
              {me.roles.map(({ role, project }) => (
                <Role key={`${role} ${project}`} role={role} project={project} />
              ))}
            </dl>
          )}
          {failure && (
            <p className={styles.failure} role="alert">
              {failure}
            </p>
          )}
          {ways?.provider && (
            <p className={styles.hint}>
              {ways.linked ? `You may also come by “${ways.provider}”.` : "You log in with a password."}
            </p>
          )}
          <div className={styles.actions}>
            {me.keeps_users && (
              <Button
                onClick={() => {
                  setOpen(false);
                  goTo({ page: "members" });
                }}
              >
                Members
              </Button>
            )}
            {me.keeps_users && (
              <Button
                onClick={() => {
                  setOpen(false);
                  goTo({ page: "policy" });
                }}
              >
                Policy
              </Button>
            )}
            <Button
              onClick={() => {
                setOpen(false);
                setTokens(true);
              }}
            >
              Tokens
            </Button>
            <Button
              onClick={() => {
                setOpen(false);
                setShares(true);
              }}
            >
              Share links
            </Button>
            {ways?.provider && !ways.linked && <Button onClick={link}>Link “{ways.provider}”</Button>}
            <Button onClick={() => void leave()}>Log out</Button>
          </div>
        </div>
      </Popover>
      {tokens && (
        <Suspense>
          <TokensDialog onClose={() => setTokens(false)} />
        </Suspense>
      )}
      {shares && (
        <Suspense>
          <SharesDialog onClose={() => setShares(false)} />
        </Suspense>
      )}
    </>
  );
}

function Role({ role, project }: { role: string; project: string }) {
  return (
    <>
      <dt>{role}</dt>
      <dd>{project || "the whole home"}</dd>
    </>
  );
}
