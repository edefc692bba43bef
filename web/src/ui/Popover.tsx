import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import styles from "./Popover.module.css";

interface Props {
  trigger: ReactElement;
  label: string;
  align?: "start" | "end";
  /** Whether it is open, where its owner decides. */
  open?: boolean;
  onOpenChange?(open: boolean): void;
  children: ReactNode;
}

/** Settings beside what they change, never a drawer over it. */
export function Popover({ trigger, label, align = "start", open, onOpenChange, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
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
