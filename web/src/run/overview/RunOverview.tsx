import { formatDateTime, formatDuration } from "@/format/time";
import { formatValue } from "@/format/value";
import { Facts } from "@/ui/Facts";
import { StateLabel } from "@/ui/StateLabel";
import { flatten } from "../config/flatten";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";

export function RunOverview({ run }: RunTabProps) {
  const { environment } = run;
  return (
    <div className={page.scroll} role="group" aria-label="Overview" tabIndex={0}>
      <Facts
        facts={[
          ["State", <StateLabel key="state" state={run.state} />],
          ["Id", run.id],
          ["Created", formatDateTime(run.created_time)],
          ["Duration", formatDuration(run.duration_secs)],
          ["Group", run.group],
          ["Notes", run.notes],
          ["Host", run.host],
          ["Command", environment?.command?.join(" ")],
          ["Python", environment?.python],
          ["Commit", environment?.git?.commit],
        ]}
      />
      <Facts facts={flatten(run.summary).map(([key, value]) => [key, formatValue(value)] as const)} />
    </div>
  );
}
