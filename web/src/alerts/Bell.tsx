import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { alertsQuery, MOST_ALERTS } from "@/api/queries";
import { plural } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { AlertRow } from "./AlertRow";
import styles from "./Alerts.module.css";
import { useSeen } from "./seen";

/** The alerts of all runs, and how many came since this browser showed them last. */
export function Bell() {
  const alerts = useQuery(alertsQuery()).data ?? [];
  const { time: seen, see } = useSeen();
  const [open, setOpen] = useState(false);
  // Those that were unread when the list was opened look so until it is closed.
  const [since, setSince] = useState(seen);
  const unread = alerts.filter(({ time }) => time > seen).length;
  const change = (next: boolean) => {
    setSince(seen);
    setOpen(next);
    if (alerts[0]) see(alerts[0].time);
  };
  const label = unread === 0 ? "Alerts" : `Alerts, ${plural(unread, "unread one")}`;
  return (
    <span className={styles.bell}>
      <Popover
        label="Alerts"
        align="end"
        open={open}
        onOpenChange={change}
        trigger={<IconButton icon="bell" label={label} />}
      >
        <div className={styles.list}>
          <h2 className={styles.head}>Alerts</h2>
          {alerts.length === 0 ? (
            <p className={styles.nothing}>
              None yet. run.alert("Loss diverged") raises one, and so do rules: run.alert_on("nan").
            </p>
          ) : (
            <ul>
              {alerts.map((alert) => (
                <AlertRow
                  key={alert.id}
                  alert={alert}
                  named
                  unread={alert.time > since}
                  onFollow={() => setOpen(false)}
                />
              ))}
            </ul>
          )}
          {alerts.length === MOST_ALERTS && <p className={styles.nothing}>Older ones are at their runs.</p>}
        </div>
      </Popover>
      {unread > 0 && (
        <span className={styles.unread} aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </span>
  );
}
