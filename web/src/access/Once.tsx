import type { ReactNode } from "react";
import { CopyButton } from "@/ui/Code";
import styles from "./Access.module.css";

/** A secret that is shown this once, to be copied, with what is to be known of it. */
export function Once({ text, copy, children }: { text: string; copy: string; children: ReactNode }) {
  return (
    <div className={styles.made} role="status">
      <p>{children}</p>
      <span className={styles.secret}>
        <code>{text}</code>
        <CopyButton text={text} label={copy} />
      </span>
    </div>
  );
}
