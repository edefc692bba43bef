import type { RunDetail } from "@/api/types";
import { formatDateTime } from "@/format/time";
import { RunState } from "@/runs/RunState";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { Facts } from "@/ui/Facts";
import { Tag } from "@/ui/Tag";
import { LiveDuration } from "../LiveDuration";
import { NotesButton } from "./NotesCard";
import styles from "./Side.module.css";

export function RunCard({ run }: { run: RunDetail }) {
  return (
    <Card title="Run" tools={!run.notes && <NotesButton run={run} label="Write notes" />}>
      <Facts
        facts={[
          ["State", <RunState key="state" run={run} wordy />],
          ["Duration", <LiveDuration key="duration" run={run} />],
          ["Created", formatDateTime(run.created_time)],
          ["Ended", run.ended_time === null ? null : formatDateTime(run.ended_time)],
          ["Exit code", run.exit_code],
          ["Group", run.group],
          ["Job type", run.job_type],
          [
            "Tags",
            run.tags.length === 0 ? null : (
              <span key="tags" className={styles.tags}>
                {run.tags.map((tag) => (
                  <Tag key={tag} name={tag} />
                ))}
              </span>
            ),
          ],
          [
            "Id",
            <span key="id" className={styles.copyable}>
              <code>{run.id}</code>
              <CopyButton text={run.id} label="Copy the id" />
            </span>,
          ],
        ]}
      />
    </Card>
  );
}
