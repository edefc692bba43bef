import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RunDetail } from "@/api/types";
import { edit } from "@/edits/editor";
import { Button } from "@/ui/Button";
import styles from "./RunPage.module.css";

const TITLES = {
  idle: "Ask the run to stop: what saves its checkpoint is carried out first",
  sure: "Nothing takes this back",
  asked: "The run was asked to stop; it ends when it has heard of it",
};
const WORDS = { idle: "Stop", sure: "Stop it now?", asked: "Stopping…" };

/** Asks a run that goes on to stop, when it is pressed twice. */
export function StopButton({ run }: { run: RunDetail }) {
  const client = useQueryClient();
  const [phase, setPhase] = useState<keyof typeof WORDS>("idle");
  const press = async () => {
    if (phase === "idle") {
      setPhase("sure");
      return;
    }
    setPhase("asked");
    if (!(await edit(client, { runs: [run.id] }, { stop: true }, { name: run.name }))) setPhase("idle");
  };
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
