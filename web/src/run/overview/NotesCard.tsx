import { useMayEdit } from "@/access/rights";
import type { RunDetail } from "@/api/types";
import { anchorOfElement, useEditing } from "@/runs/editing/editing";
import { subjectOf } from "@/runs/editing/subject";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Markdown } from "@/ui/Markdown";

export function NotesCard({ run, notes }: { run: RunDetail; notes: string }) {
  return (
    <Card title="Notes" tools={<NotesButton run={run} label="Edit" />}>
      <Markdown text={notes} />
    </Card>
  );
}

/** Opens the editor of the notes beside itself. */
export function NotesButton({ run, label }: { run: RunDetail; label: string }) {
  const begin = useEditing((editing) => editing.begin);
  const mayEdit = useMayEdit(run.project);
  if (!mayEdit) return null;
  return (
    <Button
      icon="pencil"
      onClick={(event) => begin("notes", subjectOf(run), anchorOfElement(event.currentTarget))}
    >
      {label}
    </Button>
  );
}
