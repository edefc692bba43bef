import { queryOptions, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { getJson, sendJson } from "@/api/client";
import type { WhoAmI } from "@/api/schema";
import { goTo } from "@/route/navigation";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import styles from "./Access.module.css";

const TokensDialog = lazy(() => import("./TokensDialog"));

const whoAmIQuery = () =>
  queryOptions({
    queryKey: ["whoami"],
    queryFn: ({ signal }) => getJson<WhoAmI>("whoami", {}, signal),
  });

/** Who is logged in, and how they leave; nothing where nobody logs in. */
export function AccountMenu() {
  const { data: me } = useQuery(whoAmIQuery());
  const [open, setOpen] = useState(false);
  const [tokens, setTokens] = useState(false);
  if (!me || me.user === null) return null;
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
            <Button onClick={() => void leave()}>Log out</Button>
          </div>
        </div>
      </Popover>
      {tokens && (
        <Suspense>
          <TokensDialog onClose={() => setTokens(false)} />
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
