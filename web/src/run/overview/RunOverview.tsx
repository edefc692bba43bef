import { useQuery } from "@tanstack/react-query";
import { alertsQuery } from "@/api/queries";
import { CommentsCard } from "@/comments/CommentsCard";
import { useView } from "@/route/navigation";
import { flag, searchView, text } from "@/route/search";
import { isGuest } from "@/sharing/guest";
import type { RunTabProps } from "../RunPage";
import { AlertsCard } from "./AlertsCard";
import { ChangesCard } from "./ChangesCard";
import { CodeCard } from "./CodeCard";
import { CommandCard } from "./CommandCard";
import { DiffCard } from "./DiffCard";
import { EndCard } from "./EndCard";
import { LineageCard } from "./LineageCard";
import { MachineCard } from "./MachineCard";
import { NotesCard } from "./NotesCard";
import { PackagesCard } from "./PackagesCard";
import { PinnedCard } from "./PinnedCard";
import { RewindsCard } from "./RewindsCard";
import { RunCard } from "./RunCard";
import styles from "./RunOverview.module.css";
import { StagesCard } from "./StagesCard";
import { TextsCard } from "./TextsCard";
import { TroublesCard } from "./TroublesCard";
import { UploadsCard } from "./UploadsCard";
import { ValuesCard } from "./ValuesCard";
import { WritersCard } from "./WritersCard";

/** The searches are those of the cards; that of the config is shared with its tab. */
const overviewView = searchView({ summary: text(), config: text(), exact: flag() });

/** All that is known of a run besides its series: what went wrong first, then what it found, then what it was. */
export function RunOverview({ run }: RunTabProps) {
  const { environment } = run;
  const [view, change] = useView(overviewView);
  const alerts = useQuery(alertsQuery(run.id)).data ?? [];
  const urgent = alerts.some(({ level }) => level !== "info");
  return (
    <div className={styles.page} role="group" aria-label="Overview" tabIndex={0}>
      <EndCard run={run} />
      {alerts.length > 0 && urgent && <AlertsCard alerts={alerts} />}
      {run.troubles.length > 0 && <TroublesCard troubles={run.troubles} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          <PinnedCard config={run.config} keys={run.pinned_config_keys} />
          {run.notes && <NotesCard run={run} notes={run.notes} />}
          <ValuesCard
            title="Summary"
            noun="summary"
            values={run.summary}
            search={view.summary}
            onSearch={(summary) => change({ summary }, "replace")}
            exact={view.exact}
            onExact={(exact) => change({ exact }, "replace")}
            empty="Nothing yet. The last value of every metric stands here, and whatever run.summary holds."
          />
          {!isGuest && <CommentsCard run={run.id} />}
          <StagesCard run={run} />
          {Object.keys(run.config).length > 0 && (
            <ValuesCard
              title="Config"
              noun="config"
              values={run.config}
              search={view.config}
              onSearch={(config) => change({ config }, "replace")}
              exact
              empty="This run has no config."
            />
          )}
          <TextsCard run={run} />
          {environment?.command && <CommandCard command={environment.command} />}
          {environment?.git?.diff && <DiffCard diff={environment.git.diff} />}
          {environment?.packages && <PackagesCard packages={environment.packages} />}
        </div>
        <div className={styles.side}>
          <RunCard run={run} />
          {alerts.length > 0 && !urgent && <AlertsCard alerts={alerts} />}
          <LineageCard run={run} />
          {environment?.git && <CodeCard git={environment.git} />}
          {environment && <MachineCard environment={environment} />}
          {run.writers.length > 0 && <WritersCard writers={run.writers} />}
          <UploadsCard run={run} />
          <ChangesCard run={run} />
          {run.rewinds.length > 0 && <RewindsCard rewinds={run.rewinds} />}
        </div>
      </div>
    </div>
  );
}
