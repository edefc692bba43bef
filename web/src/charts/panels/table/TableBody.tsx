import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { firstRunsQuery } from "@/api/queries";
import { plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { fieldLabel } from "@/project/fields";
import { fieldsParam } from "@/project/runList";
import { SortButton } from "@/project/SortButton";
import { Link } from "@/route/Link";
import { useCharts } from "../../context";
import { highlight } from "../../highlight";
import { fieldValue } from "../../runFields";
import type { BodyProps } from "../kind";
import shared from "../shared/Shared.module.css";
import { useLikely } from "../shared/useLikely";
import type { TableSettings } from "./kind";
import styles from "./Table.module.css";

/** The runs page has the long list. */
const MOST_ROWS = 100;

export default function TableBody({ title, settings, height, onChange, onReport }: BodyProps<TableSettings>) {
  const { project, filter } = useCharts();
  const likely = useLikely();
  const fields = settings.field ?? [
    "state",
    ...(likely.result ? [likely.result] : []),
    ...likely.telling.slice(0, 3),
  ];
  const sort = settings.sort || "-created_time";
  const logged = fields.filter((field) => field.includes("."));
  const query = useQuery({
    ...firstRunsQuery(
      { project, filter: filter.trimEnd(), sort: [sort], fields: fieldsParam(logged) },
      MOST_ROWS,
    ),
    placeholderData: keepPreviousData,
  });
  const { runs = [], total = 0 } = query.data ?? {};
  const key = JSON.stringify(fields);
  useEffect(() => {
    const columns = JSON.parse(key) as string[];
    onReport({
      mark: "",
      value: "",
      svg: null,
      table: async () => ({
        columns: ["run", ...columns],
        rows: (query.data?.runs ?? []).map((run) => [
          run.name,
          ...columns.map((field) => formatValue(fieldValue(run, field))),
        ]),
      }),
      links: () => [],
    });
  }, [query.data, key, onReport]);
  return (
    <div className={shared.panel} style={{ height }}>
      <div className={styles.scroll} role="region" aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {["name", ...fields].map((field) => (
                <th key={field} scope="col">
                  <SortButton
                    column={field}
                    text={fieldLabel(field)}
                    numeric={field.includes(".")}
                    sorts={[sort]}
                    onSort={([next]) => onChange({ sort: next })}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr
                key={run.id}
                onPointerEnter={() => highlight(run.id)}
                onPointerLeave={() => highlight(null)}
              >
                <th scope="row">
                  <Link to={{ page: "run", project: run.project, run: run.id }}>{run.name}</Link>
                </th>
                {fields.map((field) => (
                  <td key={field}>{formatValue(fieldValue(run, field))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {query.error && <p className={shared.state}>{query.error.message}</p>}
      </div>
      {total > runs.length && (
        <p className={shared.note}>
          The first {runs.length} of {plural(total, "run")}.
        </p>
      )}
    </div>
  );
}
