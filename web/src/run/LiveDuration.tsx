import { useEffect, useState } from "react";
import type { RunDetail } from "@/api/types";
import { formatDuration } from "@/format/time";
import { durationAt, isSilent } from "./duration";

/** A run's duration; a live run's ticks. */
export function LiveDuration({ run }: { run: RunDetail }) {
  const [now, setNow] = useState(() => Date.now());
  const live = run.state === "running" && !isSilent(run);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [live]);
  const seconds = durationAt(run, now);
  return <>{formatDuration(live && seconds >= 1 ? Math.floor(seconds) : seconds)}</>;
}
