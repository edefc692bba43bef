import { AlertRow } from "@/alerts/AlertRow";
import styles from "@/alerts/Alerts.module.css";
import type { Alert } from "@/api/types";
import { plural } from "@/format/number";
import { Card } from "@/ui/Card";

const FIRST = 3;

/** What the run had to say, the newest first. */
export function AlertsCard({ alerts }: { alerts: readonly Alert[] }) {
  const rest = alerts.length - FIRST;
  return (
    <Card title="Alerts" note={plural(alerts.length, "alert")} flush>
      <ul>
        {alerts.slice(0, FIRST).map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
      {rest > 0 && (
        <details className={styles.rest}>
          <summary>{plural(rest, "earlier alert")}</summary>
          <ul>
            {alerts.slice(FIRST).map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
