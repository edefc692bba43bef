import { type ReactElement, type ReactNode, Suspense, useState } from "react";
import { Popover } from "@/ui/Popover";

interface Props {
  label: string;
  trigger: ReactElement;
  /** What the palette calls opening it. */
  command?: string;
  /** What it holds; made when it is opened. */
  children(close: () => void): ReactNode;
}

/** A popover whose content is fetched and made when it is opened. */
export function LazyPopover({ label, trigger, command, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover label={label} align="end" open={open} onOpenChange={setOpen} trigger={trigger} command={command}>
      {open && <Suspense>{children(() => setOpen(false))}</Suspense>}
    </Popover>
  );
}
