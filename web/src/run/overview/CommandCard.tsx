import { Card } from "@/ui/Card";
import { Code } from "@/ui/Code";
import { shellLine } from "./shell";

export function CommandCard({ command }: { command: readonly string[] }) {
  return (
    <Card title="Command">
      <Code text={shellLine(command)} label="Command line" />
    </Card>
  );
}
