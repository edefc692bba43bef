import BestStep from "@/media/best/BestStep";
import { useSelection } from "@/project/selection";

const NO_RUNS: readonly string[] = [];

interface Props {
  project: string;
  metric: string;
  onDone(): void;
}

/** Looks for the best step of a column's metric among the runs that are shown, and goes to their media. */
export default function BestStepOfColumn({ project, metric, onDone }: Props) {
  const { ids } = useSelection(project);
  return <BestStep project={project} runs={ids ?? NO_RUNS} metric={metric} leads onDone={onDone} />;
}
