import type { CSSProperties } from "react";
import type { ArtifactCollection } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { useNow } from "@/ui/now";
import { Tag } from "@/ui/Tag";
import styles from "./Artifacts.module.css";
import { Labels } from "./labels/Labels";
import { inOrder } from "./names";

const MOST_ALIASES = 4;

interface Props {
  collection: ArtifactCollection;
  /** It lies under the project that is looked at. */
  withProject: boolean;
  style?: CSSProperties;
}

/** A collection in one line: what it is called, which version is which, how much it is, and who made it when. */
export function CollectionRow({ collection, withProject, style }: Props) {
  const now = useNow();
  const { project, name, description, aliases, latest, run, run_name, updated_time } = collection;
  const chosen = inOrder(Object.keys(aliases)).filter((alias) => alias !== "latest");
  const more = chosen.length - MOST_ALIASES;
  const labels = chosen.slice(0, MOST_ALIASES).map((alias) => `${alias} · v${aliases[alias]}`);
  return (
    <div className={styles.row} style={style}>
      <span className={styles.cell}>
        <span className={styles.line}>
          {withProject && <span className={styles.quiet}>{project}/</span>}
          <Link to={{ page: "collection", project, name }} className={styles.name}>
            {name}
          </Link>
          {latest !== null && <span className={styles.quiet}>v{latest}</span>}
          {collection.tags.map((tag) => (
            <Tag key={tag} name={tag} />
          ))}
        </span>
        {description && <span className={styles.sub}>{firstLine(description)}</span>}
      </span>
      <span className={styles.aliases}>
        <Labels noun="alias" of={name} labels={labels} />
        {more > 0 && <span className={styles.quiet}>+{more}</span>}
      </span>
      <span className={styles.number} data-number="">
        {plural(collection.versions, "version")}
      </span>
      <span
        className={styles.number}
        data-number=""
        title="Of all versions together; what they share is stored once"
      >
        {formatBytes(collection.size_bytes)}
      </span>
      <span className={styles.when}>
        <span title={formatDateTime(updated_time)}>{formatAgo(updated_time, now)}</span>
        {run !== null && (
          <>
            {" by "}
            <Link
              to={{ page: "run", project, run }}
              className={styles.link}
              title="The run that logged the newest version"
            >
              {run_name ?? run}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}

/** The words of a Markdown text's first line. */
const firstLine = (text: string): string =>
  (text.split("\n").find((line) => line.trim() !== "") ?? "").replace(/^#+\s*/, "");
