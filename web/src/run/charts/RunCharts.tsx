import type { RunTabProps } from "../RunPage";
import { RunMetrics } from "./RunMetrics";

const EMPTY = {
  title: "This run has logged no metrics yet.",
  hint: 'run.log({"train/loss": 0.42}) draws its first chart.',
};

export const RunCharts = ({ run }: RunTabProps) => <RunMetrics run={run} system={false} empty={EMPTY} />;
