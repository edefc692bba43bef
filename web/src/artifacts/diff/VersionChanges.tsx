import { useQuery } from "@tanstack/react-query";
import { collectionQuery } from "@/api/artifacts";
import type { ArtifactVersion } from "@/api/types";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { inOrder } from "../names";
import { ChangeList } from "./ChangeList";
import styles from "./Changes.module.css";
import { MetadataChanges } from "./MetadataChanges";

const changesView = searchView({ before: text() });

/** How one comes from another version of the collection to this one; by default from the one before it. */
export function VersionChanges({ version }: { version: ArtifactVersion }) {
  const [view, change] = useView(changesView);
  const query = useQuery(collectionQuery(version.project, version.name, version.deleted));
  if (query.error && !query.data) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={220} />;
  const others = query.data.versions.filter(({ id }) => id !== version.id);
  const before =
    others.find(({ number }) => `v${number}` === view.before) ??
    others.find(({ number }) => number < version.number) ??
    others[0];
  if (!before) {
    return (
      <Notice title="There is only this version.">
        <p>When the contents change, the next version is compared with this one here.</p>
      </Notice>
    );
  }
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.pick}>
          From
          <Select
            label="The version to begin with"
            value={`v${before.number}`}
            options={others.map(({ number, aliases }) => ({
              value: `v${number}`,
              label: [`v${number}`, ...inOrder(aliases)].join(" · "),
            }))}
            onChange={(next) => change({ before: next }, "replace")}
          />
          to v{version.number}
        </div>
      </div>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Changes">
        <MetadataChanges before={before.metadata} after={version.metadata} />
        <ChangeList key={before.id} before={before} after={version} />
      </div>
    </>
  );
}
