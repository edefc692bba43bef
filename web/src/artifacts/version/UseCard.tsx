import { useState } from "react";
import type { ArtifactVersion } from "@/api/types";
import { Card } from "@/ui/Card";
import { Code } from "@/ui/Code";
import { Segmented } from "@/ui/Segmented";
import { usage, type Way } from "./usage";

const WAYS = [
  { value: "run", label: "In a run", title: "The lineage records that the run used it" },
  { value: "api", label: "Anywhere", title: "Python outside of a run" },
  { value: "cli", label: "Command line" },
] as const;

/** How to get the files: lines to copy. */
export function UseCard({ version }: { version: ArtifactVersion }) {
  const [way, setWay] = useState<Way>("run");
  return (
    <Card
      title="Use it"
      tools={<Segmented<Way> label="How to use it" value={way} options={WAYS} onChange={setWay} />}
    >
      <Code text={usage(version, way)} label="Lines that use this version" />
    </Card>
  );
}
