import { formatCount, plural } from "@/format/number";
import { Card } from "@/ui/Card";

/** Files that git did not know when the run began: their names are recorded, what was in them is not. */
export function UntrackedCard({ files, leftOut }: { files: readonly string[]; leftOut: number }) {
  return (
    <Card title="Untracked files" note={`${formatCount(files.length + leftOut)}, by name only`}>
      <ul>
        {files.map((file) => (
          <li key={file}>
            <code>{file}</code>
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p>And {plural(leftOut, "more file")}.</p>}
    </Card>
  );
}
