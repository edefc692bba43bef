import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import access from "@/access/Access.module.css";
import { getJson, segment, sendJson } from "@/api/client";
import type { ShareAnswer, SharesAnswer } from "@/api/schema";
import { plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Notice";

/** Share links, one's own or everybody's, each with the way to end it. */
export function ShareList({ everybodys }: { everybodys: boolean }) {
  const client = useQueryClient();
  const shares = useQuery({
    queryKey: ["shares", everybodys],
    queryFn: ({ signal }) => getJson<SharesAnswer>("shares", { everybodys: everybodys || undefined }, signal),
    staleTime: 0,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => sendJson<SharesAnswer>("DELETE", `shares/${segment(id)}`),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["shares"] }),
        client.invalidateQueries({ queryKey: ["audit"] }),
      ]),
  });
  return (
    <>
      {shares.error && <Failure error={shares.error} inline onRetry={() => void shares.refetch()} />}
      {revoke.error && <Failure error={revoke.error} inline />}
      {shares.data?.shares.length === 0 && (
        <p className={access.hint}>
          There are none. A run, a comparison, a project and a report each have “Share…”.
        </p>
      )}
      <ul className={access.list}>
        {shares.data?.shares.map((share) => (
          <li key={share.id} className={access.token}>
            <span className={`${access.facts} ${standing(share) === null ? "" : access.over}`}>
              <a href={new URL(share.page || `p/${share.project}`, document.baseURI).href}>
                {share.label || shownBy(share)}
              </a>
              <small>
                {[
                  share.label && shownBy(share),
                  everybodys && (share.user === null ? "made at the machine" : `by ${share.user}`),
                  share.opened_time === null
                    ? "never opened"
                    : `opened ${plural(share.opened_count, "time")}, last ${formatDateTime(share.opened_time)}`,
                  share.expires_time === null
                    ? "without an end"
                    : `holds until ${formatDateTime(share.expires_time)}`,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </span>
            {standing(share) ?? (
              <Button
                disabled={revoke.isPending}
                aria-label={`Revoke ${share.label || shownBy(share)}`}
                onClick={() => revoke.mutate(share.id)}
              >
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a link shows, in words. */
const shownBy = ({ runs, project }: ShareAnswer): string =>
  runs.length === 0
    ? `all of ${project}`
    : runs.length === 1
      ? `the run ${runs[0]} of ${project}`
      : `${plural(runs.length, "run")} of ${project}`;

/** Why a link shows nothing any more; null while it does. */
function standing(share: ShareAnswer): string | null {
  if (share.revoked_time !== null) return "revoked";
  return share.expires_time !== null && share.expires_time <= Date.now() * 1000 ? "expired" : null;
}
