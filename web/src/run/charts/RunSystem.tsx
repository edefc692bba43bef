import type { RunTabProps } from "../RunPage";
import { RunMetrics } from "./RunMetrics";

const EMPTY = {
  title: "This run has recorded no system metrics.",
  hint: "They appear under sys/ a few seconds after a run begins, unless its settings turn them off.",
};

export const RunSystem = ({ run }: RunTabProps) => <RunMetrics run={run} system empty={EMPTY} />;
