import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import type { RunDetail } from "@/api/types";
import { edit } from "@/edits/editor";
import { formatAgo } from "@/format/time";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/now";
import styles from "./RunPage.module.css";

const TITLES = {
  idle: "Ask the run to stop: what saves its checkpoint is carried out first",
  sure: "Press once more; under Changes it can be taken back until the run has heard of it",
  asked: "The run was asked to stop; it ends when it has heard of it",
};
const WORDS = { idle: "Stop", sure: "Stop it now?", asked: "Stopping…" };

/** Asks a run that goes on to stop, when it is pressed twice. */
export function StopButton({ run }: { run: RunDetail }) {
  const client = useQueryClient();
  const now = useNow();
  const mayEdit = useMayEdit(run.project);
  const [phase, setPhase] = useState<keyof typeof WORDS>("idle");
  const press = async () => {
    if (phase === "idle") {
      setPhase("sure");
      return;
    }
    setPhase("asked");
    if (!(await edit(client, { runs: [run.id] }, { stop: true }, { name: run.name }))) setPhase("idle");
  };
  if (run.stop_asked_time !== null) {
    const asked = `${run.stop_asked_by ?? "Somebody"} asked it to stop ${formatAgo(run.stop_asked_time, now)}`;
    return (
      <span
        className={styles.quiet}
        role="status"
        title={mayEdit ? `${asked}. Under Changes it can be taken back.` : asked}
      >
        Stopping…
      </span>
    );
  }
  if (!mayEdit) return null;
  return (
    <Button
      icon="halt"
      title={TITLES[phase]}
      aria-label={WORDS[phase]}
      disabled={phase === "asked"}
      onClick={() => void press()}
      onBlur={() => setPhase((now) => (now === "sure" ? "idle" : now))}
    >
      <span className={phase === "idle" ? styles.words : undefined}>{WORDS[phase]}</span>
    </Button>
  );
}
