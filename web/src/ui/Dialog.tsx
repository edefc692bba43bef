import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  open: boolean;
  onClose(): void;
  full?: boolean;
  /** It hangs from a fixed line, for what grows and shrinks while one types: the field stays where it is. */
  hung?: boolean;
  /** Stands in the head, before the close button. */
  tools?: ReactNode;
  children: ReactNode;
}

export function Dialog({ title, open, onClose, full, hung, tools, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content
          className={`${styles.dialog} ${full ? styles.full : ""} ${hung ? styles.hung : ""}`}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The dialog itself rather than its close button, unless something in it asks for the focus.
            event.preventDefault();
            const dialog = event.currentTarget as HTMLElement;
            (dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog).focus();
          }}
        >
          <div className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {tools}
            <Radix.Close asChild>
              <IconButton icon="close" label="Close" />
            </Radix.Close>
          </div>
          <div className={styles.body} tabIndex={0} role="group" aria-label={title}>
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
