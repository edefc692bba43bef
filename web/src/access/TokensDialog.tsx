import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { getJson, segment, sendJson } from "@/api/client";
import type { TokenAnswer, TokenMade, TokensAnswer } from "@/api/schema";
import { formatDateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Failure } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import styles from "./Access.module.css";
import { Once } from "./Once";

const DAY_SECS = 86_400;
const LIVES = [
  { value: "30", label: "for 30 days" },
  { value: "90", label: "for 90 days" },
  { value: "365", label: "for a year" },
  { value: "", label: "until it is revoked" },
] as const;
const ROLES = [
  { value: "viewer", label: "viewer" },
  { value: "editor", label: "editor" },
  { value: "admin", label: "admin" },
] as const;

/** One's own tokens: for machines that record, and for programs that read. */
export default function TokensDialog({ onClose }: { onClose(): void }) {
  const client = useQueryClient();
  const tokens = useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => getJson<TokensAnswer>("tokens", {}, signal),
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ["tokens"] });
  const revoke = useMutation({
    mutationFn: (id: string) => sendJson<TokensAnswer>("DELETE", `tokens/${segment(id)}`),
    onSuccess: again,
  });
  return (
    <Dialog title="Tokens" open onClose={onClose}>
      <div className={styles.tokens}>
        <p className={styles.hint}>
          A machine that records here has one as <code>RUNSTONE_API_KEY</code>. It may never do more than you
          may.
        </p>
        <NewToken onMade={again} />
        {tokens.error && <Failure error={tokens.error} inline onRetry={() => void tokens.refetch()} />}
        {revoke.error && <Failure error={revoke.error} inline />}
        {tokens.data?.tokens.length === 0 && <p className={styles.hint}>You have none yet.</p>}
        <ul className={styles.list}>
          {tokens.data?.tokens.map((token) => (
            <li key={token.id} className={styles.token}>
              <span className={`${styles.facts} ${standing(token) === null ? "" : styles.over}`}>
                {token.name}
                <small>
                  {token.role} in {token.projects.map((project) => project || "the whole home").join(", ")} ·{" "}
                  {token.used_time === null ? "never used" : `used ${formatDateTime(token.used_time)}`}
                  {token.expires_time !== null && ` · holds until ${formatDateTime(token.expires_time)}`}
                </small>
              </span>
              {standing(token) ?? (
                <Button disabled={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** Why a token holds no longer; null while it does. */
function standing(token: TokenAnswer): string | null {
  if (token.revoked_time !== null) return "revoked";
  return token.expires_time !== null && token.expires_time <= Date.now() * 1000 ? "expired" : null;
}

function NewToken({ onMade }: { onMade(): void }) {
  const [name, setName] = useState("");
  const [project, setProject] = useState("");
  const [role, setRole] = useState<string>("editor");
  const [days, setDays] = useState<string>("90");
  const create = useMutation({
    mutationFn: () =>
      sendJson<TokenMade>("POST", "tokens", {
        name,
        role,
        projects: project.trim() ? [project.trim()] : [],
        lives_secs: days === "" ? null : Number(days) * DAY_SECS,
      }),
    onSuccess: () => {
      setName("");
      onMade();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <label className={styles.field}>
          What it is for
          <input
            className={styles.input}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
          />
        </label>
        <label className={styles.field}>
          Project
          <input
            className={styles.input}
            value={project}
            placeholder="wherever I may"
            onChange={(event) => setProject(event.target.value)}
          />
        </label>
        <Select label="The most that it may do" value={role} options={ROLES} onChange={setRole} />
        <Select label="How long it holds" value={days} options={LIVES} onChange={setDays} />
        <Button type="submit" disabled={create.isPending}>
          Make a token
        </Button>
      </form>
      {create.error && <Failure error={create.error} inline />}
      {create.data && (
        <Once text={create.data.token} copy="Copy the token">
          Copy it now: nobody is shown it again.
        </Once>
      )}
    </>
  );
}
