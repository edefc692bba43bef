import { type ReactElement, type ReactNode, Suspense, useState } from "react";
import { Popover } from "@/ui/Popover";

/** Room for what comes: without it a popover near the lower edge would find room enough for nothing there, and stay. */
const COMING = { width: 240, height: 320 };

interface Props {
  label: string;
  trigger: ReactElement;
  /** What the palette calls opening it. */
  command?: string;
  /** Whether it is open when it comes. */
  begins?: boolean;
  /** What it holds; made when it is opened. */
  children(close: () => void): ReactNode;
}

/** A popover whose content is fetched and made when it is opened. */
export function LazyPopover({ label, trigger, command, begins = false, children }: Props) {
  const [open, setOpen] = useState(begins);
  return (
    <Popover label={label} align="end" open={open} onOpenChange={setOpen} trigger={trigger} command={command}>
      {open && <Suspense fallback={<div style={COMING} />}>{children(() => setOpen(false))}</Suspense>}
    </Popover>
  );
}
