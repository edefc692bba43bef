import type { Run, Trial } from "@/api/types";
import { formatDuration, formatSince } from "@/format/time";
import { useNow } from "@/ui/now";
import { StateLabel } from "@/ui/StateLabel";

type Stated = Pick<Run | Trial, "state" | "silent_time">;

/** The state of a run; of one that is uploaded and of which nothing comes any more also since when, in whole words where there is room for them. */
export function RunState({ run, wordy = false }: { run: Stated; wordy?: boolean }) {
  const since = run.silent_time;
  return since === null || since === undefined ? (
    <StateLabel state={run.state} />
  ) : (
    <Silent run={run} since={since} wordy={wordy} />
  );
}

function Silent({ run, since, wordy }: { run: Stated; since: number; wordy: boolean }) {
  const now = useNow();
  const silent = formatDuration(Math.max(60, Math.floor((now / 1000 - since / 1e6) / 60) * 60)).split(" ")[0];
  const words = `no news since ${formatSince(since, now)} (${silent})`;
  const why =
    "Nothing has come from its machine since then. It may go on there: once the machine is back, all of it comes here.";
  return (
    <StateLabel
      state={run.state}
      quiet={wordy ? `${run.state} · ${words}` : `no news ${silent}`}
      title={`${words[0]?.toUpperCase()}${words.slice(1)}. ${why}`}
    />
  );
}
