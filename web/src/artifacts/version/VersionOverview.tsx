import type { ArtifactVersionDetail } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import columns from "@/run/overview/RunOverview.module.css";
import side from "@/run/overview/Side.module.css";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { Facts } from "@/ui/Facts";
import { Description } from "../labels/Description";
import { fullName, inOrder, routeOfName, shortName, versionRoute } from "../names";
import { Values } from "../Values";
import { RunsCard } from "./RunsCard";
import { UseCard } from "./UseCard";

/** What is said of a version, by people and by the runs that made and used it. */
export function VersionOverview({ version }: { version: ArtifactVersionDetail }) {
  const { metadata, links } = version;
  const keys = Object.keys(metadata).length;
  const source = version.source_name === null ? null : routeOfName(version.source_name);
  return (
    <div className={columns.page} tabIndex={0} role="group" aria-label="Overview of the version">
      <div className={columns.columns}>
        <div className={columns.main}>
          <Description
            title={version.type === "model" ? "Model card" : "Description"}
            subject={{ collection: version.collection, version: version.id, called: shortName(version) }}
            text={version.description}
            hint="What is special about this version. Markdown."
          />
          {!version.deleted && <UseCard version={version} />}
          <Card title="Metadata" note={keys > 0 ? formatCount(keys) : undefined} flush={keys > 0}>
            {keys > 0 ? (
              <Values label="Metadata" values={metadata} />
            ) : (
              <p className={side.quiet}>
                None.{" "}
                <code>
                  rs.Artifact(…, metadata={"{"}"rows": 3{"}"})
                </code>{" "}
                keeps facts with a version.
              </p>
            )}
          </Card>
        </div>
        <div className={columns.side}>
          <Card title="Facts">
            <Facts
              facts={[
                ["Name", fullName(version)],
                ["Aliases", inOrder(version.aliases).join(", ")],
                ["State", version.deleted ? "deleted" : "committed"],
                ["Logged", formatDateTime(version.created_time)],
                ["At step", version.step === null ? null : formatCount(version.step)],
                ["Files", plural(version.file_count, "file")],
                ["Size", formatBytes(version.size_bytes)],
                [
                  "Digest",
                  <span key="digest" className={side.copyable}>
                    <code>{version.digest}</code>
                    <CopyButton text={version.digest} label="Copy the digest" />
                  </span>,
                ],
                [
                  "Links to",
                  source && (
                    <Link to={source} className={side.link}>
                      {version.source_name}
                    </Link>
                  ),
                ],
              ]}
            />
          </Card>
          <RunsCard version={version} />
          {links.length > 0 && (
            <Card title="In portfolios" note={formatCount(links.length)}>
              <ul className={side.list}>
                {links.map((link) => (
                  <li key={link.id}>
                    <Link to={versionRoute(link)} className={side.link}>
                      {fullName(link)}
                    </Link>
                    <span className={side.quiet}>{inOrder(link.aliases).join(", ")}</span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </div>
  );
}
