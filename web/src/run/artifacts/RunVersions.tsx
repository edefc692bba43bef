import type { RunArtifact } from "@/api/types";
import { Kind } from "@/artifacts/Kind";
import { Labels } from "@/artifacts/labels/Labels";
import { inOrder, shortName, versionRoute } from "@/artifacts/names";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Card } from "@/ui/Card";
import styles from "./RunArtifacts.module.css";

interface Props {
  title: string;
  empty: string;
  artifacts: readonly RunArtifact[];
}

/** The versions that a run logged, or those that it used. */
export function RunVersions({ title, empty, artifacts }: Props) {
  return (
    <div className={styles.part}>
      <Card title={title} note={artifacts.length > 0 ? formatCount(artifacts.length) : undefined} flush>
        {artifacts.length === 0 ? (
          <p className={styles.empty}>{empty}</p>
        ) : (
          <ul>
            {artifacts.map(({ version, used_as, time }) => (
              <li key={version.id} className={styles.row}>
                <span className={styles.name}>
                  <Link
                    to={versionRoute(version)}
                    search={version.deleted ? `id=${encodeURIComponent(version.id)}` : ""}
                    className={styles.link}
                  >
                    {shortName(version)}
                  </Link>
                  {version.deleted && <span className={styles.deleted}>deleted</span>}
                  {used_as && <span className={styles.quiet}>as {used_as}</span>}
                </span>
                <Kind type={version.type} />
                <Labels noun="alias" of={shortName(version)} labels={inOrder(version.aliases)} />
                <span className={styles.quiet} data-number="">
                  {plural(version.file_count, "file")} · {formatBytes(version.size_bytes)}
                </span>
                <span className={styles.quiet} data-number="">
                  {formatDateTime(time)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
