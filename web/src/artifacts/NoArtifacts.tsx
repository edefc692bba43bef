import { isRegistry } from "@/route/paths";
import { Code } from "@/ui/Code";
import { Notice } from "@/ui/Notice";

/** What stands where nothing was logged yet: the lines that do it. */
export function NoArtifacts({ project }: { project: string }) {
  return isRegistry(project) ? (
    <Notice title="No version is linked here yet.">
      <p>A portfolio shows versions that lie elsewhere. Within a run, these two lines link one:</p>
      <Code
        text={`model = run.use_artifact("my-model:latest")\nrun.link_artifact(model, "${project}/my-portfolio", aliases=["staging"])`}
        label="Python that links a version"
      />
    </Notice>
  ) : (
    <Notice title="No artifacts are logged here yet.">
      <p>
        Data sets, models and results, versioned, with the runs that made and used them. These two lines log
        one:
      </p>
      <Code
        text={`with rs.init("${project}") as run:\n    run.log_artifact("data", name="digits", type="dataset")`}
        label="Python that logs an artifact"
      />
    </Notice>
  );
}
