import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMayEdit } from "@/access/rights";
import { collectionQuery } from "@/api/artifacts";
import type { ArtifactVersionDetail } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { IconButton } from "@/ui/Button";
import { CopyButton } from "@/ui/Code";
import { useNow } from "@/ui/now";
import page from "@/ui/Page.module.css";
import list from "../Artifacts.module.css";
import { addAlias, changeTag, changeTtl, make, removeAlias, setDeleted } from "../change";
import { Kind } from "../Kind";
import { Labels } from "../labels/Labels";
import { TimeToLive } from "../labels/TimeToLive";
import { fullName, inOrder, isLatest, shortName } from "../names";
import styles from "./VersionPage.module.css";

interface Props {
  version: ArtifactVersionDetail;
  onDelete(): void;
}

/** What the version is called, by which names, and what can be done with it. */
export function VersionHead({ version, onDelete }: Props) {
  const client = useQueryClient();
  const now = useNow();
  const mayEdit = useMayEdit(version.project);
  const { project, name, deleted } = version;
  const called = shortName(version);
  const others = useQuery(collectionQuery(project, name, false)).data;
  const subject = { collection: version.collection, version: version.id, called };
  const offers = inOrder(Object.keys(others?.collection.aliases ?? {}))
    .filter((alias) => !version.aliases.includes(alias) && !isLatest(alias))
    .map((alias) => ({ name: alias, where: `now v${others?.collection.aliases[alias]}` }));
  return (
    <header className={page.bar}>
      <h1 className={page.title}>
        <Link to={{ page: "collection", project, name }} className={styles.collection}>
          {name}
        </Link>
        :v{version.number}
      </h1>
      <CopyButton text={fullName(version)} label="Copy its name" />
      <Kind type={version.type} />
      {deleted && <span className={styles.deleted}>deleted</span>}
      <Labels
        noun="alias"
        of={called}
        labels={inOrder(version.aliases)}
        offers={offers}
        fixed={isLatest}
        onAdd={
          deleted ? undefined : (alias) => void make(client, addAlias(version, alias, others?.versions ?? []))
        }
        onRemove={deleted ? undefined : (alias) => void make(client, removeAlias(version, alias))}
      />
      <Labels
        noun="tag"
        of={called}
        labels={version.tags}
        onAdd={deleted ? undefined : (tag) => void make(client, changeTag(subject, tag, true))}
        onRemove={deleted ? undefined : (tag) => void make(client, changeTag(subject, tag, false))}
      />
      <TimeToLive
        version={version}
        onChange={deleted ? undefined : (secs) => void make(client, changeTtl(version, secs))}
      />
      <span className={page.count} title={formatDateTime(version.created_time)}>
        {plural(version.file_count, "file")} · {formatBytes(version.size_bytes)} ·{" "}
        {formatAgo(version.created_time, now)}
        {version.run !== null && (
          <>
            {" by "}
            <Link to={{ page: "run", project, run: version.run }} className={list.link}>
              {version.run_name ?? version.run}
            </Link>
          </>
        )}
      </span>
      <span className={page.tools}>
        {!mayEdit ? null : deleted ? (
          <IconButton
            icon="undo"
            label={`Restore ${called}`}
            onClick={() => void setDeleted(client, version, false)}
          />
        ) : (
          <IconButton icon="trash" label={`Delete ${called}`} onClick={onDelete} />
        )}
      </span>
    </header>
  );
}
