import type { RunTabProps } from "../RunPage";
import { RunMetrics } from "./RunMetrics";

const NOTHING_YET = {
  title: "This run has logged no metrics yet.",
  hint: '`run.log({"train/loss": 0.42})` draws its first chart.',
};
const NOTHING = {
  title: "This run has logged no metrics.",
  hint: "What else it has is behind the other tabs.",
};

export const RunCharts = ({ run }: RunTabProps) => (
  <RunMetrics run={run} system={false} empty={run.state === "running" ? NOTHING_YET : NOTHING} />
);
