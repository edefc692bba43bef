import { useQuery } from "@tanstack/react-query";
import { AlertRow } from "@/alerts/AlertRow";
import { alertsQuery } from "@/api/queries";
import { plural } from "@/format/number";
import { Card } from "@/ui/Card";

/** What the run had to say, the newest first; nothing while there is nothing. */
export function AlertsCard({ run }: { run: string }) {
  const alerts = useQuery(alertsQuery(run)).data ?? [];
  if (alerts.length === 0) return null;
  return (
    <Card title="Alerts" note={plural(alerts.length, "alert")} flush>
      <ul>
        {alerts.slice(0, 5).map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
      {alerts.length > 5 && (
        <details>
          <summary>{plural(alerts.length - 5, "earlier alert")}</summary>
          <ul>
            {alerts.slice(5).map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
