import { useMayEdit } from "@/access/rights";
import type { RunDetail } from "@/api/types";
import { formatDateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import type { RunDeeds } from "./actions/useRunDeeds";
import styles from "./PlaceNotice.module.css";

/** Says that the run is not where runs are usually looked for, and brings it back. */
export function PlaceNotice({ run, deeds }: { run: RunDetail; deeds: RunDeeds }) {
  const mayEdit = useMayEdit(run.project);
  if (run.binned_time !== null) {
    return (
      <div className={styles.notice} role="status">
        <p>
          This run is in the bin since {formatDateTime(run.binned_time)}
          {run.binned_by && `, put there by ${run.binned_by}`}. It stays as it is until the bin is emptied.
        </p>
        {mayEdit && (
          <Button icon="undo" onClick={() => deeds.setBinned(false)}>
            Restore
          </Button>
        )}
      </div>
    );
  }
  if (!run.archived) return null;
  return (
    <div className={styles.notice} role="status">
      <p>This run is archived: lists and charts of its project leave it out.</p>
      {mayEdit && (
        <Button icon="archive" onClick={() => deeds.setArchived(false)}>
          Take out of the archive
        </Button>
      )}
    </div>
  );
}
