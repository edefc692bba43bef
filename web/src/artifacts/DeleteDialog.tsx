import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { versionQuery } from "@/api/artifacts";
import type { ArtifactVersion } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Failure, Skeleton } from "@/ui/Notice";
import { setDeleted } from "./change";
import styles from "./DeleteDialog.module.css";
import { fullName, inOrder, shortName, versionRoute } from "./names";

const MOST_RUNS = 8;

interface Props {
  version: ArtifactVersion;
  onClose(): void;
  onDeleted?(): void;
}

/** Asks before a version is deleted, and shows first what uses it. */
export function DeleteDialog({ version, onClose, onDeleted }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const name = shortName(version);
  const query = useQuery(versionQuery(version.project, version.name, `v${version.number}`, version.id));
  const runs = query.data?.runs.filter(({ role }) => role === "used") ?? [];
  const links = query.data?.links ?? [];
  const aliases = inOrder(version.aliases);
  const go = async () => {
    setBusy(true);
    const done = await setDeleted(client, version, true);
    setBusy(false);
    onClose();
    if (done) onDeleted?.();
  };
  return (
    <Dialog title={`Delete ${name}`} open onClose={onClose}>
      {query.error && !query.data ? (
        <Failure error={query.error} inline onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={80} />
      ) : (
        <div className={styles.body}>
          <p>
            {fullName(version)}, {plural(version.file_count, "file")}, {formatBytes(version.size_bytes)}. It
            can be restored until <code>runstone gc</code> has freed its files. Its number is not given again,
            and the lineage goes on showing it.
          </p>
          {runs.length === 0 && links.length === 0 && <p>No run used it, and no portfolio shows it.</p>}
          {runs.length > 0 && (
            <div>
              <h3>{plural(runs.length, "run")} used it</h3>
              <ul>
                {runs.slice(0, MOST_RUNS).map((run) => (
                  <li key={run.id}>
                    <Link to={{ page: "run", project: version.project, run: run.id }} className={styles.link}>
                      {run.name}
                    </Link>{" "}
                    {run.display_id}
                    {run.used_as && ` as ${run.used_as}`}
                  </li>
                ))}
              </ul>
              {runs.length > MOST_RUNS && <p>and {runs.length - MOST_RUNS} more</p>}
            </div>
          )}
          {links.length > 0 && (
            <div>
              <h3>{plural(links.length, "portfolio")} will go on showing it</h3>
              <ul>
                {links.map((link) => (
                  <li key={link.id}>
                    <Link to={versionRoute(link)} className={styles.link}>
                      {fullName(link)}
                    </Link>
                  </li>
                ))}
              </ul>
              <p>Its files stay for them.</p>
            </div>
          )}
          {aliases.length > 0 && (
            <p>
              {aliases.length === 1 ? "Its alias goes" : "Its aliases go"} with it:{" "}
              <strong>{aliases.join(", ")}</strong>.
            </p>
          )}
          <div className={styles.foot}>
            <Button onClick={onClose}>Keep it</Button>
            <Button icon="trash" className={styles.bad} disabled={busy} onClick={() => void go()}>
              Delete {name}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
