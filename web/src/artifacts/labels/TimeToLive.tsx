import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import type { ArtifactVersion } from "@/api/types";
import { formatDate, formatDuration } from "@/format/time";
import { Icon } from "@/ui/Icon";
import { Popover } from "@/ui/Popover";
import styles from "./Labels.module.css";

const DAY_SECS = 86_400;
const CHOICES: readonly [label: string, days: number | null][] = [
  ["For ever", null],
  ["7 days", 7],
  ["30 days", 30],
  ["90 days", 90],
  ["A year", 365],
];

interface Props {
  version: ArtifactVersion;
  /** Seconds from when it was logged; null keeps it for ever. */
  onChange?(secs: number | null): void;
}

/** How long a version is kept. */
export function TimeToLive({ version, onChange }: Props) {
  const mayEdit = useMayEdit();
  const [open, setOpen] = useState(false);
  const { ttl_secs, created_time } = version;
  const until = ttl_secs === null ? null : formatDate(created_time + ttl_secs * 1e6);
  const words = until === null ? "kept for ever" : `until ${until}`;
  if (!onChange || !mayEdit) return until === null ? null : <span className={styles.quiet}>{words}</span>;
  return (
    <Popover
      label="How long it is kept"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={styles.add}
          aria-label={`v${version.number} is ${words}: change that`}
          title={
            ttl_secs === null
              ? "Kept for ever"
              : `runstone gc deletes it ${formatDuration(ttl_secs)} after it was logged, unless it has an alias besides latest or a portfolio shows it`
          }
        >
          <Icon name="clock" size={11} />
          {until !== null && words}
        </button>
      }
    >
      <div className={styles.form}>
        {CHOICES.map(([label, days]) => (
          <button
            key={label}
            type="button"
            className={styles.offer}
            aria-pressed={(days === null ? null : days * DAY_SECS) === ttl_secs}
            onClick={() => {
              setOpen(false);
              onChange(days === null ? null : days * DAY_SECS);
            }}
          >
            <span>{label}</span>
            {(days === null ? null : days * DAY_SECS) === ttl_secs && <Icon name="check" size={12} />}
          </button>
        ))}
        <p className={styles.quiet}>
          Counted from when it was logged. Versions with an alias besides latest, or in a portfolio, are kept
          in any case.
        </p>
      </div>
    </Popover>
  );
}
