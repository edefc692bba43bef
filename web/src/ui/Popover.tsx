import { Popover as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import { useCommands } from "@/app/commands";
import styles from "./Popover.module.css";

interface Props {
  trigger: ReactElement;
  label: string;
  align?: "start" | "end";
  /** Whether it is open, where its owner decides. */
  open?: boolean;
  onOpenChange?(open: boolean): void;
  /** What the palette calls opening it. */
  command?: string;
  children: ReactNode;
}

/** Settings beside what they change, never a drawer over it. */
export function Popover({ trigger, label, align = "start", open, onOpenChange, command, children }: Props) {
  const [own, setOwn] = useState(false);
  const change = onOpenChange ?? setOwn;
  // By then the palette has given the focus back, which would close what is open.
  const later = () => void setTimeout(() => setTimeout(() => change(true)));
  useCommands(command === undefined ? [] : [{ name: command, run: later }]);
  return (
    <Radix.Root open={open ?? own} onOpenChange={change}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.content}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
