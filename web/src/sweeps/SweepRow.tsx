import type { Sweep } from "@/api/types";
import { formatNumber } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { StateLabel } from "@/ui/StateLabel";
import { Progress } from "./Progress";
import styles from "./Sweeps.module.css";

/** A sweep in the list. */
export function SweepRow({ sweep, withProject }: { sweep: Sweep; withProject: boolean }) {
  const { project, metric, best } = sweep;
  return (
    <tr>
      <th scope="row">
        <Link to={{ page: "sweep", project, sweep: sweep.id }} className={styles.name}>
          {sweep.name}
        </Link>
        <span className={styles.sub}>
          {[sweep.name === sweep.id ? "" : sweep.id, withProject ? project : "", sweep.description]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </th>
      <td>
        <StateLabel state={sweep.state} />
      </td>
      <td>{sweep.method}</td>
      <td className={styles.progress}>
        <Progress sweep={sweep} />
      </td>
      <td>
        {metric && (
          <>
            {metric.name} {metric.goal === "minimize" ? "↓" : "↑"}
            <span className="visually-hidden">{metric.goal}</span>
          </>
        )}
      </td>
      <td data-number className={styles.value}>
        {best && (
          <Link to={{ page: "run", project, run: best.run }} title={`Trial ${best.number}`}>
            {formatNumber(best.value)}
          </Link>
        )}
      </td>
      <td title={formatDateTime(sweep.created_time)}>{formatAgo(sweep.created_time)}</td>
    </tr>
  );
}
