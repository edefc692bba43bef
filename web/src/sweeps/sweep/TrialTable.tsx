import { useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useMayEdit } from "@/access/rights";
import type { SweepDetail, Trial } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import { highlight, useHighlight } from "@/charts/highlight";
import { formatNumber, plural } from "@/format/number";
import { formatAgo, formatDateTime, formatDuration } from "@/format/time";
import { formatValue } from "@/format/value";
import { Link } from "@/route/Link";
import { RunState } from "@/runs/RunState";
import { Button, IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { inOrder, nameOf, type Order, secondsOf } from "../trials";
import { stop } from "./change";
import styles from "./TrialTable.module.css";

interface Props {
  sweep: SweepDetail;
  /** Those that the axes let through. */
  trials: readonly Trial[];
  search: string;
  order: Order;
  descending: boolean;
  onSearch(search: string): void;
  onOrder(order: Order, descending: boolean): void;
}

const ROW = 32;

/** The trials of a sweep in any order; only what is in sight exists. */
export function TrialTable({ sweep, trials, search, order, descending, onSearch, onOrder }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useShortcuts({ searchTrials: () => input.current?.focus() });
  const pattern = useMemo(() => compilePattern(search), [search]);
  const params = useMemo(() => paramsOf(sweep), [sweep]);
  const shown = useMemo(
    () =>
      inOrder(
        trials.filter((trial) => pattern.matches(wordsOf(trial))),
        order,
        descending,
      ),
    [trials, pattern, order, descending],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const heads: readonly (readonly [Order, string])[] = [
    ["number", "Trial"],
    ["name", "Run"],
    ["state", "State"],
    ["value", sweep.metric?.name ?? "value"],
    ...params.map((key) => [`param:${key}`, key] as const),
    ["start", "Began"],
    ["duration", "Took"],
  ];
  return (
    <section className={styles.trials} aria-label="Trials">
      <div className={styles.tools}>
        <SearchBox
          label="Search trials"
          value={search}
          invalid={pattern.invalid}
          inputRef={input}
          onChange={onSearch}
        />
        <span className={styles.quiet}>
          {shown.length === sweep.all_trials.length
            ? plural(shown.length, "trial")
            : `${shown.length} of ${plural(sweep.all_trials.length, "trial")}`}
        </span>
      </div>
      <div ref={scroller} className={styles.scroll} role="region" aria-label="List of trials" tabIndex={0}>
        <table className={styles.table} aria-rowcount={shown.length + 1}>
          <thead>
            <tr>
              {heads.map(([key, label]) => (
                <th
                  key={key}
                  scope="col"
                  aria-sort={key !== order ? undefined : descending ? "descending" : "ascending"}
                >
                  <Button
                    className={styles.head}
                    title={`Sort by ${label}`}
                    onClick={() => onOrder(key, key === order && !descending)}
                  >
                    {label}
                    {key === order && <Icon name={descending ? "arrowDown" : "arrowUp"} size={12} />}
                  </Button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first && first.start > 0 && <tr className={styles.beyond} style={{ height: first.start }} />}
            {items.map(({ index }) => {
              const trial = shown[index];
              return (
                trial && <Row key={trial.number} index={index} sweep={sweep} trial={trial} params={params} />
              );
            })}
            {last && last.end < rows.getTotalSize() && (
              <tr className={styles.beyond} style={{ height: rows.getTotalSize() - last.end }} />
            )}
          </tbody>
        </table>
        {shown.length === 0 && (
          <p className={styles.nothing}>
            {sweep.all_trials.length === 0
              ? "No agent has taken a trial yet. The lines under Definition start one."
              : "No trial is left. Clear the search or the picked parts of the axes."}
          </p>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  sweep: SweepDetail;
  trial: Trial;
  params: readonly string[];
  index: number;
}

function Row({ sweep, trial, params, index }: RowProps) {
  const client = useQueryClient();
  const mayEdit = useMayEdit(sweep.project);
  const isHighlighted = useHighlight((state) => state.run === trial.run);
  const isBest = sweep.best?.number === trial.number;
  return (
    <tr
      aria-rowindex={index + 2}
      className={isHighlighted ? styles.highlighted : ""}
      onPointerEnter={() => highlight(trial.run)}
      onPointerLeave={() => highlight(null)}
    >
      <td data-number>{trial.number}</td>
      <th scope="row">
        {trial.display_id === null ? (
          <span className={styles.quiet}>no run yet</span>
        ) : (
          <Link to={{ page: "run", project: sweep.project, run: trial.run }} className={styles.name}>
            {nameOf(trial)}
          </Link>
        )}
      </th>
      <td>
        <span className={styles.state}>
          <RunState run={trial} />
          {trial.state === "running" &&
            (trial.stop === null ? (
              mayEdit && (
                <IconButton
                  small
                  icon="close"
                  label={`Ask trial ${trial.number} to end`}
                  onClick={() => void stop(client, sweep.id, trial.number)}
                />
              )
            ) : (
              <span className={styles.quiet}>ending</span>
            ))}
        </span>
      </td>
      <td data-number className={isBest ? styles.best : ""}>
        {trial.value === null ? "" : formatNumber(trial.value)}
        {isBest && <span className={styles.badge}>best</span>}
      </td>
      {params.map((key) => (
        <td key={key} data-number>
          {key in trial.params ? formatValue(trial.params[key] as never) : ""}
        </td>
      ))}
      <td title={formatDateTime(trial.start_time)}>{formatAgo(trial.start_time)}</td>
      <td data-number>{formatDuration(secondsOf(trial))}</td>
    </tr>
  );
}

/** The parameters by their order in the definition, then what trials have besides. */
function paramsOf(sweep: SweepDetail): string[] {
  const keys = new Set(sweep.parameters.map(({ key }) => key));
  for (const trial of sweep.all_trials) for (const key of Object.keys(trial.params)) keys.add(key);
  return [...keys];
}

const wordsOf = (trial: Trial): string =>
  [
    `trial ${trial.number}`,
    trial.run,
    trial.display_id ?? "",
    nameOf(trial),
    trial.state,
    ...Object.entries(trial.params).map(([key, value]) => `${key}=${formatValue(value as never)}`),
  ].join("\n");
