import { archiveUrl } from "@/api/artifacts";
import type { ArtifactVersion, CodeFacts, RunDetail } from "@/api/types";
import { shortName, versionRoute } from "@/artifacts/names";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { Link } from "@/route/Link";
import { CopyButton } from "@/ui/Code";
import { DownloadLink } from "@/ui/DownloadLink";
import { shellWord } from "../overview/shell";
import styles from "./RunCode.module.css";

interface Props {
  run: RunDetail;
  facts: CodeFacts;
  snapshot: ArtifactVersion | null;
  onLeftOut(): void;
}

/** How much a snapshot has and lacks, and the ways to have it. */
export function SnapshotFacts({ run, facts, snapshot, onLeftOut }: Props) {
  const lacking = facts.left_out_count ?? facts.left_out?.length ?? 0;
  const secrets = facts.left_out?.some(({ reason }) => reason === "secret") ?? false;
  const command = `runstone checkout ${shellWord(run.display_id)} ${shellWord(`${run.display_id}-code`)}`;
  return (
    <>
      <p className={styles.facts}>
        {facts.files !== undefined && <span>{plural(facts.files, "file")}</span>}
        {facts.size_bytes !== undefined && <span>{formatBytes(facts.size_bytes)}</span>}
        <span className={styles.root} title={`It lay in ${facts.root}`}>
          {facts.root}
        </span>
        {lacking > 0 && (
          <button type="button" className={styles.lacking} onClick={onLeftOut}>
            {formatCount(lacking)} left out{secrets && ", secrets too"}
          </button>
        )}
      </p>
      {snapshot && (
        <p className={styles.ways}>
          <Link
            to={versionRoute(snapshot)}
            className={styles.link}
            title="The artifact that holds the snapshot"
          >
            {shortName(snapshot)}
          </Link>
          <span className={styles.command}>
            <code title="Writes the files into a new folder, as they were">{command}</code>
            <CopyButton text={command} label="Copy the checkout command" />
          </span>
          <DownloadLink
            href={archiveUrl(snapshot.id)}
            name={`${run.display_id}-code.zip`}
            label="Download the code"
          />
        </p>
      )}
    </>
  );
}
