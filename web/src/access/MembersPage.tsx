import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { getJson, segment, sendJson } from "@/api/client";
import type { AuditAnswer, Invited, MemberGrant, MembersAnswer } from "@/api/schema";
import { useTitle } from "@/app/title";
import { formatDateTime } from "@/format/time";
import { ShareList } from "@/sharing/ShareList";
import { Button, IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import access from "./Access.module.css";
import styles from "./Members.module.css";
import { Once } from "./Once";
import { waysQuery } from "./provider";

const ROLES = [
  { value: "viewer", label: "viewer" },
  { value: "editor", label: "editor" },
  { value: "admin", label: "admin" },
] as const;

interface GrantChange {
  user: string;
  team: string;
  role: string | null;
  project: string;
}

/** Who may do what on this server, and what was done about that. */
export default function MembersPage() {
  useTitle("Members");
  const client = useQueryClient();
  const members = useQuery({
    queryKey: ["members"],
    queryFn: ({ signal }) => getJson<MembersAnswer>("members", {}, signal),
    staleTime: 0,
  });
  const settle = (answer: MembersAnswer) => {
    client.setQueryData(["members"], answer);
    void client.invalidateQueries({ queryKey: ["audit"] });
  };
  const change = useMutation({
    mutationFn: (wanted: GrantChange) => sendJson<MembersAnswer>("POST", "members/grants", wanted),
    onSuccess: settle,
  });
  const remove = useMutation({
    mutationFn: (name: string) => sendJson<MembersAnswer>("DELETE", `members/${segment(name)}`),
    onSuccess: settle,
  });
  if (members.error) return <Failure error={members.error} onRetry={() => void members.refetch()} />;
  if (!members.data) return <main />;
  const { users, teams, grants } = members.data;
  const failure = change.error ?? remove.error;
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Members</h1>
      <Invite onInvited={() => void client.invalidateQueries({ queryKey: ["audit"] })} />
      {failure && <Failure error={failure} inline />}
      <section>
        <h2 className={styles.head}>People</h2>
        <ul className={access.list}>
          {users.map(({ name, email }) => (
            <li key={name} className={styles.row}>
              <span className={styles.name}>
                {name}
                {email && email !== name && <small>{email}</small>}
              </span>
              <Grants
                name={name}
                grants={grants.filter(({ user }) => user === name)}
                onTake={(grant) => change.mutate({ ...grant, role: null })}
                onGive={(role, project) => change.mutate({ user: name, team: "", role, project })}
              />
              <Removal name={name} onRemove={() => remove.mutate(name)} />
            </li>
          ))}
        </ul>
      </section>
      {teams.length > 0 && (
        <section>
          <h2 className={styles.head}>Teams</h2>
          <ul className={access.list}>
            {teams.map((team) => (
              <li key={team.name} className={styles.row}>
                <span className={styles.name}>
                  {team.name}
                  <small>{team.members.join(", ") || "nobody yet"}</small>
                </span>
                <Grants
                  name={team.name}
                  grants={grants.filter((grant) => grant.team === team.name)}
                  onTake={(grant) => change.mutate({ ...grant, role: null })}
                  onGive={(role, project) => change.mutate({ user: "", team: team.name, role, project })}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className={styles.head}>Share links</h2>
        <ShareList everybodys />
      </section>
      <Log />
    </main>
  );
}

interface GrantsProps {
  name: string;
  grants: readonly MemberGrant[];
  onTake(grant: MemberGrant): void;
  onGive(role: string, project: string): void;
}

/** What somebody was given, each with a way to take it, and room for more. */
function Grants({ name, grants, onTake, onGive }: GrantsProps) {
  const [adding, setAdding] = useState(false);
  const [role, setRole] = useState("viewer");
  const [project, setProject] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGive(role, project.trim());
    setAdding(false);
    setProject("");
  };
  return (
    <span className={styles.grants}>
      {grants.map((grant) => (
        <span key={grant.project} className={styles.grant}>
          {grant.role} {grant.project ? `in ${grant.project}` : "in the whole home"}
          <IconButton
            icon="close"
            small
            label={`Take ${grant.role} in ${grant.project || "the whole home"} from ${name}`}
            onClick={() => onTake(grant)}
          />
        </span>
      ))}
      {adding ? (
        <form className={styles.adding} onSubmit={submit}>
          <Select label={`Role for ${name}`} value={role} options={ROLES} onChange={setRole} />
          <input
            className={`${access.input} ${styles.project}`}
            aria-label={`Project for ${name}`}
            placeholder="project; empty: the whole home"
            value={project}
            onChange={(event) => setProject(event.target.value)}
          />
          <Button type="submit">Give</Button>
        </form>
      ) : (
        <IconButton icon="plus" small label={`Give ${name} a role`} onClick={() => setAdding(true)} />
      )}
    </span>
  );
}

/** Asks once more: with the user go their tokens, which machines may use. */
function Removal({ name, onRemove }: { name: string; onRemove(): void }) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <Button onClick={() => setAsked(true)}>Remove…</Button>;
  return (
    <span className={styles.sure}>
      <Button onClick={onRemove}>Remove {name} and their tokens</Button>
      <Button onClick={() => setAsked(false)}>Keep</Button>
    </span>
  );
}

function Invite({ onInvited }: { onInvited(): void }) {
  const [role, setRole] = useState("viewer");
  const [project, setProject] = useState("");
  const [email, setEmail] = useState("");
  const { data: ways } = useQuery(waysQuery());
  const invite = useMutation({
    mutationFn: () =>
      sendJson<Invited>("POST", "members/invitations", {
        role,
        project: project.trim(),
        email: email.trim(),
      }),
    onSuccess: onInvited,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <section>
      <h2 className={styles.head}>Invite</h2>
      <form className={access.form} onSubmit={submit}>
        <Select label="Role of who is invited" value={role} options={ROLES} onChange={setRole} />
        <input
          className={`${access.input} ${styles.project}`}
          aria-label="Project of who is invited"
          placeholder="project; empty: the whole home"
          value={project}
          onChange={(event) => setProject(event.target.value)}
        />
        {ways?.provider && (
          <input
            className={`${access.input} ${styles.project}`}
            type="email"
            aria-label="E-mail address of who is invited"
            placeholder="e-mail, for who needs no link"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
        <Button type="submit" disabled={invite.isPending}>
          Make a link
        </Button>
      </form>
      {invite.error && <Failure error={invite.error} inline />}
      {invite.data && (
        <div className={styles.link}>
          <Once
            text={`${new URL("invitation", document.baseURI).href}#${invite.data.invitation}`}
            copy="Copy the link"
          >
            For one person, once, within seven days. Nobody is shown it again.
            {email && ` Who logs in as ${email} needs none.`}
          </Once>
        </div>
      )}
    </section>
  );
}

/** What was done about access, the newest first. */
function Log() {
  const log = useQuery({
    queryKey: ["audit"],
    queryFn: ({ signal }) => getJson<AuditAnswer>("audit", { limit: 100 }, signal),
    staleTime: 0,
  });
  return (
    <section>
      <h2 className={styles.head}>What was done</h2>
      {log.error && <Failure error={log.error} inline onRetry={() => void log.refetch()} />}
      <ul className={access.list}>
        {log.data?.entries.map((entry) => (
          <li key={entry.id} className={styles.deed}>
            <time>{formatDateTime(entry.time)}</time>
            <span>{entry.user ?? "nobody logged in"}</span>
            <span>{entry.action.replaceAll("_", " ")}</span>
            <span>{[entry.subject, entry.detail].filter(Boolean).join(": ")}</span>
            <span>{entry.address}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
