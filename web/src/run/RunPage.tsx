import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ComponentType, useEffect } from "react";
import { runQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import { BINDINGS } from "@/app/bindings";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { useEdited } from "@/edits/overlay";
import { RunMedia } from "@/media/RunMedia";
import { correctTo, useView } from "@/route/navigation";
import { choice, searchView } from "@/route/search";
import { Skeleton } from "@/ui/Notice";
import { RunArtifacts } from "./artifacts/RunArtifacts";
import { RunCharts } from "./charts/RunCharts";
import { RunSystem } from "./charts/RunSystem";
import { RunCode } from "./code/RunCode";
import { RunConfig } from "./config/RunConfig";
import { RunConsole } from "./console/RunConsole";
import { RunData } from "./data/RunData";
import { RunFiles } from "./files/RunFiles";
import { MissingRun } from "./MissingRun";
import { RunOutputs } from "./outputs/RunOutputs";
import { RunOverview } from "./overview/RunOverview";
import { RunHead } from "./RunHead";
import styles from "./RunPage.module.css";

/** What every tab of the run page gets. A tab fills `.body` and scrolls by itself. */
export interface RunTabProps {
  run: RunDetail;
}

const TABS = [
  "overview",
  "charts",
  "console",
  "system",
  "media",
  "config",
  "code",
  "files",
  "artifacts",
  "data",
  "outputs",
] as const;
type TabName = (typeof TABS)[number];

const CONTENT: Record<TabName, { label: string; Tab: ComponentType<RunTabProps> }> = {
  overview: { label: "Overview", Tab: RunOverview },
  charts: { label: "Charts", Tab: RunCharts },
  console: { label: "Console", Tab: RunConsole },
  system: { label: "System", Tab: RunSystem },
  media: { label: "Media", Tab: RunMedia },
  config: { label: "Config", Tab: RunConfig },
  code: { label: "Code", Tab: RunCode },
  files: { label: "Files", Tab: RunFiles },
  artifacts: { label: "Artifacts", Tab: RunArtifacts },
  data: { label: "Data", Tab: RunData },
  outputs: { label: "Outputs", Tab: RunOutputs },
};

const tabView = searchView({ tab: choice(TABS) });

export function RunPage({ project, run: id }: { project: string; run: string }) {
  const query = useQuery(runQuery(id));
  const run = useEdited(query.data);
  const [{ tab }, change] = useView(tabView);
  useProperAddress(project, id, run);
  useTitle(run?.name ?? id, project);
  useShortcuts({
    openTab: ({ key }) => {
      const named = TABS[Number(key) - 1];
      if (named) change({ tab: named });
    },
  });
  useCommands(
    TABS.flatMap((name, index) =>
      name === tab
        ? []
        : {
            name: `Go to ${CONTENT[name].label}`,
            // There are more tabs than digits.
            keys: index < BINDINGS.openTab.keys.length ? (["openTab", index] as const) : undefined,
            run: () => change({ tab: name }),
          },
    ),
  );
  // On a phone the tabs are wider than the window.
  useEffect(() => {
    document.getElementById(`tab-${tab}`)?.scrollIntoView({ block: "nearest" });
  }, [tab]);
  if (query.error && !query.data) {
    return (
      <main className={styles.page}>
        <MissingRun project={project} error={query.error} onRetry={() => void query.refetch()} />
      </main>
    );
  }
  const { Tab } = CONTENT[tab];
  return (
    <main className={styles.page}>
      {run ? (
        <RunHead run={run} />
      ) : (
        <header className={styles.head}>
          <h1 className={styles.title}>{id}</h1>
        </header>
      )}
      <div className={styles.tabs} role="tablist" aria-label="Parts of the run">
        {TABS.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={name === tab}
            aria-controls="run-tab"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => change({ tab: name })}
            onKeyDown={(event) => {
              const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
              if (step === 0 || next === undefined) return;
              change({ tab: next });
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            {CONTENT[name].label}
          </button>
        ))}
      </div>
      <div className={styles.body} id="run-tab" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {run ? (
          <Tab run={run} />
        ) : (
          <div className={styles.scroll}>
            <Skeleton height={180} />
          </div>
        )}
      </div>
    </main>
  );
}

/** An address may name a run by its number or display id, or under another project: what follows it is its id. */
function useProperAddress(project: string, id: string, run: RunDetail | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!run || (run.id === id && run.project === project)) return;
    client.setQueryData(runQuery(run.id).queryKey, run);
    correctTo({ page: "run", project: run.project, run: run.id });
  }, [client, run, id, project]);
}
