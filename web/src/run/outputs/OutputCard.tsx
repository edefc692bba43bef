import { useState } from "react";
import { archiveUrl, fileUrl } from "@/api/artifacts";
import { shortName, versionRoute } from "@/artifacts/names";
import { formatBytes } from "@/format/bytes";
import { formatCount, formatNumber, plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { DownloadLink } from "@/ui/DownloadLink";
import { Icon } from "@/ui/Icon";
import { type Checkpoint, type Output, retentionWords } from "./outputs";
import styles from "./RunOutputs.module.css";

/** So many states are listed at first. */
const FIRST = 20;

/** One file or folder that the run wrote, and what is kept of it. */
export function OutputCard({ output }: { output: Output }) {
  const [all, setAll] = useState(false);
  const { path, checkpoints, gone } = output;
  const shown = all ? checkpoints : checkpoints.filter(({ isBest }, index) => isBest || index < FIRST);
  const rule = retentionWords(output);
  const note = [plural(checkpoints.length, "state"), gone > 0 && `${formatCount(gone)} gone`, rule].filter(
    Boolean,
  );
  return (
    <Card title={path} note={note.join(" · ")} flush>
      {checkpoints.length === 0 ? (
        <p className={styles.none}>All of its states were deleted.</p>
      ) : (
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={`States of ${path}`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col" aria-label="Best" />
                <th scope="col">Step</th>
                <th scope="col">{output.metric || "Metric"}</th>
                <th scope="col">Written</th>
                <th scope="col">Size</th>
                <th scope="col">Artifact</th>
                <th scope="col" aria-label="Download" />
              </tr>
            </thead>
            <tbody>
              {shown.map((checkpoint) => (
                <Row
                  key={checkpoint.version.id}
                  checkpoint={checkpoint}
                  path={path}
                  isFolder={output.isFolder}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < checkpoints.length && (
        <Button className={styles.more} onClick={() => setAll(true)}>
          Show all {formatCount(checkpoints.length)}
        </Button>
      )}
    </Card>
  );
}

function Row({ checkpoint, path, isFolder }: { checkpoint: Checkpoint } & Pick<Output, "path" | "isFolder">) {
  const { version, step, value, written_time, isBest } = checkpoint;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    <tr data-best={isBest}>
      <td className={styles.best}>
        {isBest && (
          <span title="The best by the metric" role="img" aria-label="Best">
            <Icon name="starFilled" size={12} />
          </span>
        )}
      </td>
      <td data-number="">{step === null ? "" : formatCount(step)}</td>
      <td data-number="">{value === null ? "" : formatNumber(value)}</td>
      <td className={styles.quiet}>{formatDateTime(written_time)}</td>
      <td className={styles.quiet}>
        {formatBytes(version.size_bytes)}
        {version.file_count !== 1 && ` in ${plural(version.file_count, "file")}`}
      </td>
      <td>
        <Link to={versionRoute(version)} className={styles.link}>
          {shortName(version)}
        </Link>
      </td>
      <td>
        <DownloadLink
          href={isFolder ? archiveUrl(version.id) : fileUrl(version.id, name)}
          name={isFolder ? `${name}.zip` : name}
          label={`Download ${name} of step ${step ?? "?"}`}
        />
      </td>
    </tr>
  );
}
