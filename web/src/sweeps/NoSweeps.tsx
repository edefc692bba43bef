import { Code } from "@/ui/Code";
import { Notice } from "@/ui/Notice";

/** What stands where there are no sweeps yet: the lines that make one. */
export function NoSweeps({ project }: { project: string }) {
  return (
    <Notice title="There are no sweeps here yet.">
      <p>A sweep tries settings: all of a grid, by chance, or by what the trials before it taught.</p>
      <Code
        text={`import runstone as rs

def train():
    with rs.init() as run:
        run.log({"loss": (run.config["lr"] - 0.01) ** 2})

sweep = rs.sweep({
    "method": "random",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"lr": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-1}},
}, project="${project}")
rs.agent(sweep, train, count=20)`}
        label="Python that makes a sweep"
      />
      <p>Agents on other machines join it, as long as they reach the same home or this server.</p>
    </Notice>
  );
}
