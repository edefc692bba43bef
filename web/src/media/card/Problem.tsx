import { ApiError } from "@/api/client";
import { Icon } from "@/ui/Icon";
import styles from "./MediaCard.module.css";

/** Why an item cannot be shown, within its card. */
export function Problem({ error, onRetry }: { error: Error; onRetry?(): void }) {
  const hint = error instanceof ApiError ? error.hint : null;
  return (
    <div className={styles.problem} role="alert" title={[error.message, hint].filter(Boolean).join("\n")}>
      <Icon name="alert" size={16} />
      <p>{error.message}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
      {onRetry && (
        <button type="button" className={styles.retry} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
