import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/access/rights";
import { ApiError } from "@/api/client";
import { postEmptyBin } from "@/api/edits";
import { useHistory } from "@/edits/history";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { FreedSpace } from "../editing/FreedSpace";
import styles from "./BinNotice.module.css";

interface Props {
  project: string;
  /** How many runs of it are in the bin; undefined while that is not known. */
  runs: number | undefined;
}

/** Says what the bin is, and empties it: the one thing here that cannot be undone. */
export function BinNotice({ project, runs }: Props) {
  const [open, setOpen] = useState(false);
  const mayEmpty = useMay()("admin", project);
  return (
    <div className={styles.notice}>
      <p>
        Nothing goes for good by itself: runs stay in the bin until it is emptied, and can be restored until
        then.{!mayEmpty && ` It takes an admin of ${project} to empty it.`}
      </p>
      {mayEmpty && (
        <Button disabled={!runs} onClick={() => setOpen(true)}>
          Empty the bin
        </Button>
      )}
      {open && runs !== undefined && (
        <EmptyDialog project={project} runs={runs} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}

interface DialogProps {
  project: string;
  runs: number;
  onClose(): void;
}

function EmptyDialog({ project, runs, onClose }: DialogProps) {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const ready = typed.trim() === String(runs) && !busy;
  const empty = async () => {
    setBusy(true);
    try {
      const { removed, freed_bytes, kept } = await postEmptyBin(project, runs);
      // What takes back edits of runs that are gone would do nothing.
      useHistory.setState({ past: [], future: [] });
      await client.invalidateQueries();
      const stayed = kept[0]
        ? ` ${plural(kept.length, "run")} stayed: ${kept[0].display_id}: ${kept[0].reason}`
        : "";
      const text = `${plural(removed.length, "run")} removed for good, ${formatBytes(freed_bytes)} freed.${stayed}`;
      useHistory
        .getState()
        .say(kept.length > 0 ? { kind: "failed", text, hint: null } : { kind: "done", text, undo: false });
      onClose();
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      setError([fault.message, fault.hint].filter(Boolean).join(" "));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Empty the bin" open onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void empty();
        }}
      >
        <p>
          {plural(runs, "run")} of {project} and the projects under it will be removed from the disk, with all
          that they recorded. This cannot be undone.
        </p>
        <p role="status">
          <FreedSpace of={{ binned: project }} />
        </p>
        <label className={styles.label}>
          To confirm, type how many runs these are: {runs}
          <input
            className={styles.input}
            data-autofocus=""
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        {error !== null && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        <div className={styles.foot}>
          <Button onClick={onClose}>Keep them</Button>
          <Button type="submit" className={styles.danger} disabled={!ready}>
            Remove for good
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
