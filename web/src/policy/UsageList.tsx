import type { Usage } from "@/api/schema";
import { formatBytes } from "@/format/bytes";
import styles from "./Policy.module.css";

/** What each project takes up, beside what it may. */
export function UsageList({ usage }: { usage: readonly Usage[] }) {
  return (
    <section>
      <h2 className={styles.head}>Used of the quota</h2>
      <ul className={styles.usage}>
        {usage.map(({ project, used_bytes, quota_bytes }) => {
          const name = project || "The whole home";
          return (
            <li key={project} className={styles.use}>
              <span className={project ? styles.project : styles.whole}>{name}</span>
              <span className={styles.figures} data-number="">
                {formatBytes(used_bytes)}
                {quota_bytes !== null && ` of ${formatBytes(quota_bytes)}`}
              </span>
              {quota_bytes === null ? (
                <span className={styles.quiet}>no quota of its own</span>
              ) : (
                <Bar label={name} used={used_bytes} quota={quota_bytes} />
              )}
            </li>
          );
        })}
      </ul>
      <p className={styles.quiet}>
        A project counts with all below it, its bin too. When a quota is used up, nothing more that is
        uploaded to it is taken, and waits on the machine that recorded it.
      </p>
    </section>
  );
}

function Bar({ label, used, quota }: { label: string; used: number; quota: number }) {
  const percent = quota === 0 ? 100 : Math.round((used / quota) * 100);
  const state = percent >= 100 ? "full" : percent >= 85 ? "near" : "room";
  return (
    <span className={styles.gauge}>
      <span
        className={styles.bar}
        role="meter"
        aria-label={`Quota of ${label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, percent)}
        aria-valuetext={`${percent} % used`}
        data-state={state}
      >
        <span style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <span className={styles.percent} data-state={state} data-number="">
        {percent} %{state === "full" && ", used up"}
      </span>
    </span>
  );
}
