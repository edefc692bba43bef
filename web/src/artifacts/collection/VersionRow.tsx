import { useQueryClient } from "@tanstack/react-query";
import type { Ref } from "react";
import { useMayEdit } from "@/access/rights";
import type { ArtifactCollection, ArtifactVersion } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { IconButton } from "@/ui/Button";
import { useNow } from "@/ui/now";
import list from "../Artifacts.module.css";
import { addAlias, changeTag, changeTtl, make, removeAlias, setDeleted } from "../change";
import { Labels } from "../labels/Labels";
import { TimeToLive } from "../labels/TimeToLive";
import { inOrder, isLatest, routeOfName, shortName, versionRoute } from "../names";
import styles from "./CollectionPage.module.css";

interface Props {
  ref: Ref<HTMLLIElement>;
  index: number;
  top: number;
  collection: ArtifactCollection;
  version: ArtifactVersion;
  /** All of the collection: an alias may move from one of them. */
  versions: readonly ArtifactVersion[];
  onDelete(): void;
}

/** A version in one line; aliases and tags are changed where they stand. */
export function VersionRow({ ref, index, top, collection, version, versions, onDelete }: Props) {
  const client = useQueryClient();
  const now = useNow();
  const mayEdit = useMayEdit(version.project);
  const { id, project, number, deleted } = version;
  const name = shortName(version);
  const subject = { collection: version.collection, version: id, called: name };
  const search = deleted ? `id=${encodeURIComponent(id)}` : "";
  const source = version.source_name === null ? null : routeOfName(version.source_name);
  const offers = inOrder(Object.keys(collection.aliases))
    .filter((alias) => !version.aliases.includes(alias) && !isLatest(alias))
    .map((alias) => ({ name: alias, where: `now v${collection.aliases[alias]}` }));
  return (
    <li
      ref={ref}
      data-index={index}
      className={`${styles.row} ${deleted ? styles.gone : ""}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={styles.number}>
        <Link to={versionRoute(version)} search={search} className={list.name} aria-label={name}>
          v{number}
        </Link>
        {deleted && <span className={styles.state}>deleted</span>}
      </span>
      <span className={styles.labels}>
        <Labels
          noun="alias"
          of={name}
          labels={inOrder(version.aliases)}
          offers={offers}
          fixed={isLatest}
          onAdd={deleted ? undefined : (alias) => void make(client, addAlias(version, alias, versions))}
          onRemove={deleted ? undefined : (alias) => void make(client, removeAlias(version, alias))}
        />
        <Labels
          noun="tag"
          of={name}
          labels={version.tags}
          onAdd={deleted ? undefined : (tag) => void make(client, changeTag(subject, tag, true))}
          onRemove={deleted ? undefined : (tag) => void make(client, changeTag(subject, tag, false))}
        />
        <TimeToLive
          version={version}
          onChange={deleted ? undefined : (secs) => void make(client, changeTtl(version, secs))}
        />
      </span>
      <span className={styles.made}>
        {source !== null && (
          <Link to={source} className={list.link} title="What it is a link to">
            {version.source_name}
          </Link>
        )}
        {source === null && version.run !== null && (
          <Link
            to={{ page: "run", project, run: version.run }}
            className={list.link}
            title="The run that logged it"
          >
            {version.run_name ?? version.run}
          </Link>
        )}
        <span className={styles.quiet} title={formatDateTime(version.created_time)}>
          {" "}
          {formatAgo(version.created_time, now)}
        </span>
      </span>
      <span className={styles.quiet} data-number="">
        {version.uses === 0 ? "not used" : `used by ${plural(version.uses, "run")}`}
      </span>
      <span className={styles.size} data-number="">
        {plural(version.file_count, "file")} · {formatBytes(version.size_bytes)}
      </span>
      <code className={styles.digest} title={`Digest ${version.digest}`}>
        {version.digest.slice(0, 8)}
      </code>
      <span className={styles.deeds}>
        <Link
          to={versionRoute(version)}
          search={`${search ? `${search}&` : ""}tab=lineage`}
          className={list.link}
        >
          lineage
        </Link>
        {!mayEdit ? null : deleted ? (
          <IconButton
            small
            icon="undo"
            label={`Restore ${name}`}
            onClick={() => void setDeleted(client, version, false)}
          />
        ) : (
          <IconButton small icon="trash" label={`Delete ${name}`} onClick={onDelete} />
        )}
      </span>
    </li>
  );
}
