import { useQuery, useQueryClient } from "@tanstack/react-query";
import { collectionQuery } from "@/api/artifacts";
import { useTitle } from "@/app/title";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { flag, searchView, text } from "@/route/search";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import page from "@/ui/Page.module.css";
import list from "../Artifacts.module.css";
import { changeTag, make, type Subject } from "../change";
import { Kind } from "../Kind";
import { Description } from "../labels/Description";
import { Labels } from "../labels/Labels";
import styles from "./CollectionPage.module.css";
import { VersionTable } from "./VersionTable";

const collectionView = searchView({ q: text(), deleted: flag() });

/** A collection: what it is, and its versions. A portfolio is one whose versions are links. */
export default function CollectionPage({ project, name }: { project: string; name: string }) {
  const [view, change] = useView(collectionView);
  const client = useQueryClient();
  const query = useQuery(collectionQuery(project, name, view.deleted));
  useTitle(name, project);
  if (query.error && !query.data) {
    return (
      <main className={page.page}>
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      </main>
    );
  }
  if (!query.data) {
    return (
      <main className={page.page}>
        <div className={page.bar}>
          <h1 className={page.title}>{name}</h1>
        </div>
        <Skeleton height={220} />
      </main>
    );
  }
  const { collection, versions } = query.data;
  const subject: Subject = { collection: collection.id, called: name };
  return (
    <main className={page.page}>
      <div className={page.bar}>
        <h1 className={page.title}>{name}</h1>
        <Kind type={collection.type} />
        <span className={page.count}>
          {plural(collection.versions, "version")} · {formatBytes(collection.size_bytes)} ·{" "}
          <Link to={{ page: "artifacts", project }} className={list.link}>
            {project}
          </Link>
        </span>
        <Labels
          noun="tag"
          of={name}
          labels={collection.tags}
          onAdd={(tag) => void make(client, changeTag(subject, tag, true))}
          onRemove={(tag) => void make(client, changeTag(subject, tag, false))}
        />
      </div>
      <div className={styles.scroll}>
        <Description
          title={collection.type === "model" ? "Model card" : "Description"}
          subject={subject}
          text={collection.description}
          hint="What it is, where it comes from, and what it is good for. Markdown."
        />
        {versions.length === 0 ? (
          <Notice title="No version is there any more." inline>
            <p>They were deleted. The next one that is logged gets the next number:</p>
            <Code
              text={`run.log_artifact("data", name="${name}", type="${collection.type}")`}
              label="Python that logs a version"
            />
          </Notice>
        ) : (
          <VersionTable
            collection={collection}
            versions={versions}
            search={view.q}
            deleted={view.deleted}
            onSearch={(q) => change({ q }, "replace")}
            onDeleted={(deleted) => change({ deleted }, "replace")}
          />
        )}
      </div>
    </main>
  );
}
