import { Code } from "@/ui/Code";
import { Notice } from "@/ui/Notice";

const FIRST_RUN = `import runstone as rs

with rs.init(project="my-project", config={"lr": 1e-3}) as run:
    for step in range(100):
        run.log({"train/loss": 1 / (step + 1)}, step=step)`;

/** What an empty home shows: everything that the first run needs. */
export function FirstRun() {
  return (
    <Notice title="Log your first run">
      <p>This home holds no runs yet. Run these lines; the run appears here by itself.</p>
      <Code text={FIRST_RUN} label="Python for the first run" />
    </Notice>
  );
}
