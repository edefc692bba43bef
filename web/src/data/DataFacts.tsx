import { useQuery } from "@tanstack/react-query";
import { versionQuery } from "@/api/artifacts";
import type { DataUse } from "@/api/types";
import { shortName, versionRoute } from "@/artifacts/names";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { Link } from "@/route/Link";
import { CopyButton } from "@/ui/Code";
import { Facts } from "@/ui/Facts";
import styles from "./Data.module.css";
import { DEPTHS, pageOf } from "./words";

/** What is known of data that a run works with. */
export function DataFacts({ use }: { use: DataUse }) {
  const digest = use.digests[use.known];
  const page = pageOf(use);
  const told = Object.entries(use.facts).filter(([, value]) => value !== null && value !== "");
  return (
    <Facts
      facts={[
        ["Description", use.description],
        [
          "Where",
          <span key="where" className={styles.address}>
            {page ? (
              <a href={page} target="_blank" rel="noreferrer" className={styles.link}>
                {use.uri}
              </a>
            ) : (
              <code>{use.uri}</code>
            )}
            <CopyButton text={use.uri} label="Copy the address" />
          </span>,
        ],
        [
          "Holds",
          [
            use.file_count !== null && plural(use.file_count, "file"),
            use.size_bytes !== null && formatBytes(use.size_bytes),
          ]
            .filter(Boolean)
            .join(" · "),
        ],
        [
          "Fingerprint",
          <span key="digest" className={styles.address}>
            <span className={styles.depth} data-depth={use.known} title={DEPTHS[use.known].made}>
              {DEPTHS[use.known].word}
            </span>
            {digest && (
              <>
                <code title={digest}>{digest.slice(0, 12)}</code>
                <CopyButton text={digest} label="Copy the digest" />
              </>
            )}
          </span>,
        ],
        ["Source", use.source_type],
        ["Kept", use.saved ? "Its bytes lie in this home." : null],
        ["Artifact", use.version && <VersionLink key="version" id={use.version} />],
        ...told.map(([name, value]) => [name, <span key={name}>{formatValue(value)}</span>] as const),
      ]}
    />
  );
}

/** The version that the data is. */
function VersionLink({ id }: { id: string }) {
  const { data } = useQuery(versionQuery("", "", "", id));
  if (!data) return <span className={styles.quiet}>…</span>;
  return (
    <Link
      to={versionRoute(data)}
      search={data.deleted ? `id=${encodeURIComponent(id)}` : ""}
      className={styles.link}
    >
      {shortName(data)}
    </Link>
  );
}
