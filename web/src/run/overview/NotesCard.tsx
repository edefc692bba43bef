import { Card } from "@/ui/Card";
import { Markdown } from "@/ui/Markdown";

export function NotesCard({ notes }: { notes: string }) {
  return (
    <Card title="Notes">
      <Markdown text={notes} />
    </Card>
  );
}
