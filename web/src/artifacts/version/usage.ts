import type { ArtifactVersion } from "@/api/types";
import { fullName } from "../names";

export type Way = "run" | "api" | "cli";

/** The lines with which somebody gets the files of a version. */
export function usage(version: Pick<ArtifactVersion, "project" | "name" | "number">, way: Way): string {
  const name = fullName(version);
  switch (way) {
    case "run":
      return `artifact = run.use_artifact("${name}")\nfolder = artifact.download()`;
    case "api":
      return `import runstone as rs\n\nfolder = rs.Api().artifact("${name}").download()`;
    case "cli":
      return `runstone artifact get ${name} ${version.name}`;
  }
}
