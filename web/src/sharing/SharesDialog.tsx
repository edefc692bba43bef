import { Dialog } from "@/ui/Dialog";
import { ShareList } from "./ShareList";

/** One's own share links. */
export default function SharesDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Share links" open onClose={onClose}>
      <ShareList everybodys={false} />
    </Dialog>
  );
}
