import { useQuery } from "@tanstack/react-query";
import { homeQuery } from "@/api/queries";
import { Code } from "@/ui/Code";

/** Where runs go if nobody says otherwise; scripts of other homes have to name theirs. */
const USUAL = /[\\/]\.runstone$/;

/** The lines of Python that record a run into the home that is looked at. */
export function FirstLines({ project }: { project: string }) {
  const home = useQuery(homeQuery()).data?.home;
  const elsewhere = !!home && !USUAL.test(home);
  const options = elsewhere ? `dir=${JSON.stringify(home)}` : `config={"lr": 1e-3}`;
  const lines = `import runstone as rs

with rs.init(${JSON.stringify(project)}, ${options}) as run:
    for step in range(100):
        run.log({"train/loss": 1 / (step + 1)}, step=step)`;
  return (
    <>
      <Code text={lines} label="Python for the first run" />
      {elsewhere && (
        <p>
          <code>RUNSTONE_DIR</code> names the home for all scripts of a shell, instead of <code>dir</code>.
        </p>
      )}
    </>
  );
}
