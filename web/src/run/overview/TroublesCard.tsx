import type { Trouble } from "@/api/types";
import { plural } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Card } from "@/ui/Card";
import styles from "./TroublesCard.module.css";
import { meaningOf } from "./troubles";

export function TroublesCard({ troubles }: { troubles: readonly Trouble[] }) {
  return (
    <Card tone="warn" title="This run is not complete" note={plural(troubles.length, "trouble")}>
      <ul className={styles.list}>
        {troubles.map((trouble, index) => (
          <li key={index}>
            <p>{trouble.message}</p>
            <p className={styles.meaning}>
              {meaningOf(trouble.kind) ?? trouble.kind.replaceAll("_", " ")}
              {trouble.time > 0 && <span> · {formatDateTime(trouble.time)}</span>}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
