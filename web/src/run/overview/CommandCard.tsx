import { Code } from "@/ui/Code";
import { Card } from "./Card";
import { shellLine } from "./shell";

export function CommandCard({ command }: { command: readonly string[] }) {
  return (
    <Card title="Command">
      <Code text={shellLine(command)} label="Command line" />
    </Card>
  );
}
