import { useQuery } from "@tanstack/react-query";
import { collectionQuery } from "@/api/artifacts";
import type { ArtifactCollection, ArtifactVersion } from "@/api/types";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Markdown } from "@/ui/Markdown";
import { useNow } from "@/ui/now";
import { Kind } from "../Kind";
import { Labels } from "../labels/Labels";
import { inOrder, isLatest, routeOfName, versionRoute } from "../names";
import styles from "./Registry.module.css";

const MOST_STAGES = 6;

/** A portfolio: what it is for, and which version stands at which stage. */
export function Portfolio({ portfolio }: { portfolio: ArtifactCollection }) {
  const { project, name } = portfolio;
  const now = useNow();
  const detail = useQuery(collectionQuery(project, name, false)).data;
  const versions = detail?.versions ?? [];
  // Stages first; where there are none, the newest version.
  const staged = versions.filter(({ aliases }) => aliases.some((alias) => !isLatest(alias)));
  const shown = (staged.length > 0 ? staged : versions.slice(0, 1)).slice(0, MOST_STAGES);
  return (
    <li className={styles.portfolio}>
      <header className={styles.head}>
        <Link to={{ page: "collection", project, name }} className={styles.name}>
          {name}
        </Link>
        <Kind type={portfolio.type} />
        <span className={styles.quiet} title={formatDateTime(portfolio.updated_time)}>
          {plural(portfolio.versions, "version")} · {formatAgo(portfolio.updated_time, now)}
        </span>
      </header>
      {portfolio.description && (
        <div className={styles.card}>
          <Markdown text={portfolio.description} />
        </div>
      )}
      <ul className={styles.stages}>
        {shown.map((version) => (
          <Stage key={version.id} version={version} />
        ))}
      </ul>
    </li>
  );
}

function Stage({ version }: { version: ArtifactVersion }) {
  const { number, aliases, source_name } = version;
  const source = source_name === null ? null : routeOfName(source_name);
  return (
    <li className={styles.stage}>
      <Link to={versionRoute(version)} className={styles.link}>
        v{number}
      </Link>
      <Labels noun="alias" of={`v${number}`} labels={inOrder(aliases)} />
      {source && (
        <span className={styles.quiet}>
          is{" "}
          <Link to={source} className={styles.link}>
            {source_name}
          </Link>
        </span>
      )}
    </li>
  );
}
