import type { ReactNode } from "react";
import { IconButton } from "@/ui/Button";
import styles from "./Form.module.css";

interface Props {
  label: string;
  /** Said here, rather than inherited or the default: it can be unsaid. */
  said: boolean;
  onUnsay(): void;
  children: ReactNode;
}

export function Field({ label, said, onUnsay, children }: Props) {
  return (
    <div className={styles.field} data-said={said}>
      <span className={styles.label}>{label}</span>
      <div className={styles.control}>{children}</div>
      {said ? (
        <IconButton
          small
          icon="close"
          label={`${label}: as elsewhere`}
          className={styles.unsay}
          onClick={onUnsay}
        />
      ) : (
        <span />
      )}
    </div>
  );
}
