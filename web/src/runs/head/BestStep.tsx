import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { firstRunsQuery } from "@/api/queries";
import { both } from "@/filter/text";
import { formatCount, formatNumber } from "@/format/number";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import type { Better } from "../baseline/difference";
import type { ColumnActions } from "./actions";
import styles from "./ColumnMenu.module.css";

interface Props {
  /** The column that its menu opened. */
  column: string;
  metric: string;
  better: Better;
  actions: Pick<ColumnActions, "project" | "place" | "filter" | "show">;
}

/** The metric whose points a column is about; null where it is about none. */
export function metricOf(field: string): string | null {
  const [, last, figured] = /^summary\.(.*)$|^metrics\.(.*)\.[^.]*$/s.exec(field) ?? [];
  return last ?? figured ?? null;
}

/** Finds the run and the step at which a metric stood best, among the runs that the table lists. */
export function BestStep({ column, metric, better, actions }: Props) {
  const [asked, setAsked] = useState(false);
  const figure = better === "lower" ? "min" : "max";
  const field = `metrics.${metric}.${figure}`;
  const sort = better === "lower" ? field : `-${field}`;
  const question = {
    project: actions.project,
    place: actions.place,
    filter: both(actions.filter, ""),
    sort: [sort],
    fields: [field, `${field}_step`],
  };
  const query = useQuery({ ...firstRunsQuery(question, 1), enabled: asked });
  const run = query.data?.runs[0];
  const value = run?.metrics[field.slice("metrics.".length)];
  const step = run?.metrics[`${metric}.${figure}_step`];
  const isThere = typeof value === "number" && typeof step === "number";
  return (
    <>
      <div className={styles.row}>
        <Button icon="pin" onClick={() => setAsked(true)} aria-expanded={asked}>
          Find best step
        </Button>
        <Button icon="plus" onClick={() => actions.show([field, `${field}_step`], column)}>
          Best as columns
        </Button>
      </div>
      {asked && (
        <p className={styles.best} role="status">
          {query.error ? (
            query.error.message
          ) : !query.data ? (
            "Looking …"
          ) : run && isThere ? (
            <>
              {better === "lower" ? "Lowest" : "Highest"}: {formatNumber(value)} at{" "}
              <Link
                className={styles.link}
                to={{ page: "run", project: run.project, run: run.id }}
                search={new URLSearchParams({ tab: "charts", m: `^${escaped(metric)}$` }).toString()}
              >
                step {formatCount(step)} of {run.name}
              </Link>
            </>
          ) : (
            "No run of the list has points of it."
          )}
        </p>
      )}
    </>
  );
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
