import { useMemo } from "react";
import { useSlots } from "@/project/slots";
import type { RunTabProps } from "@/run/RunPage";
import { Code } from "@/ui/Code";
import { Notice } from "@/ui/Notice";
import { Gallery } from "./Gallery";
import { useMediaRuns } from "./runs";

/** The media of one run. */
export function RunMedia({ run }: RunTabProps) {
  const ids = useMemo(() => [run.id], [run.id]);
  const known = useMemo(() => [run], [run]);
  const slots = useSlots(run.project, ids);
  const runs = useMediaRuns(run.project, ids, known, slots);
  const live = run.state === "running";
  return (
    <Gallery
      project={run.project}
      runs={runs}
      single
      empty={<NoMedia title={live ? "This run has logged no media yet." : "This run has logged no media."} />}
    />
  );
}

/** Why there are no media, and how to log some. */
export function NoMedia({ title }: { title: string }) {
  return (
    <Notice title={title} inline>
      <p>Images, tables and other files that a run logs stand here, step by step:</p>
      <Code
        label="How to log an image"
        text={'run.log({"samples": [runstone.Image(array, caption="3 as 8")]}, step=step)'}
      />
    </Notice>
  );
}
