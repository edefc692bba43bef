import { Markdown } from "@/ui/Markdown";
import { Card } from "./Card";

export function NotesCard({ notes }: { notes: string }) {
  return (
    <Card title="Notes">
      <Markdown text={notes} />
    </Card>
  );
}
