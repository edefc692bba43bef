import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { versionQuery } from "@/api/artifacts";
import { ApiError } from "@/api/client";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { Link } from "@/route/Link";
import { goTo, useView } from "@/route/navigation";
import { choice, searchView, text } from "@/route/search";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import page from "@/ui/Page.module.css";
import { DeleteDialog } from "../DeleteDialog";
import { VersionChanges } from "../diff/VersionChanges";
import { VersionFiles } from "../files/VersionFiles";
import { LineageView } from "../lineage/LineageView";
import { Tabs } from "./Tabs";
import { VersionHead } from "./VersionHead";
import { VersionOverview } from "./VersionOverview";

const TABS = ["overview", "files", "changes", "lineage"] as const;
const LABELS = { overview: "Overview", files: "Files", changes: "Changes", lineage: "Lineage" } as const;

const versionView = searchView({ tab: choice(TABS), id: text() });

interface Props {
  project: string;
  name: string;
  /** `v3` or an alias. */
  version: string;
}

/** One version: what it is, its files, what changed, and what it came from and led to. */
export default function VersionPage({ project, name, version: wanted }: Props) {
  const [{ tab, id }, change] = useView(versionView);
  const [deleting, setDeleting] = useState(false);
  const query = useQuery(versionQuery(project, name, wanted, id === "" ? null : id));
  useTitle(`${name}:${wanted}`, project);
  useShortcuts({
    openTab: ({ key }) => {
      const chosen = TABS[Number(key) - 1];
      if (chosen) change({ tab: chosen });
    },
  });
  useCommands(
    TABS.flatMap((each, index) =>
      each === tab
        ? []
        : {
            name: `Go to ${LABELS[each]}`,
            keys: ["openTab", index] as const,
            run: () => change({ tab: each }),
          },
    ),
  );
  if (query.error && !query.data) {
    const missing = query.error instanceof ApiError && query.error.status === 404;
    return (
      <main className={page.page}>
        {missing ? (
          <Notice title={query.error.message}>
            <p>It may have been deleted, or never have been.</p>
            <p>
              <Link to={{ page: "collection", project, name }} search="deleted=1">
                All versions of {name}, with deleted ones
              </Link>
            </p>
          </Notice>
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
      </main>
    );
  }
  const version = query.data;
  return (
    <main className={page.page}>
      {version ? (
        <VersionHead version={version} onDelete={() => setDeleting(true)} />
      ) : (
        <div className={page.bar}>
          <h1 className={page.title}>
            {name}:{wanted}
          </h1>
        </div>
      )}
      <Tabs
        label="Parts of the version"
        tabs={TABS}
        labels={LABELS}
        tab={tab}
        onTab={(next) => change({ tab: next })}
      >
        {!version ? (
          <Skeleton height={220} />
        ) : tab === "overview" ? (
          <VersionOverview version={version} />
        ) : tab === "files" ? (
          <VersionFiles version={version.id} />
        ) : tab === "changes" ? (
          <VersionChanges version={version} />
        ) : (
          <LineageView around={{ version: version.id }} />
        )}
      </Tabs>
      {deleting && version && (
        <DeleteDialog
          version={version}
          onClose={() => setDeleting(false)}
          onDeleted={() => goTo({ page: "collection", project, name })}
        />
      )}
    </main>
  );
}
