import type { ArtifactPreview } from "@/api/types";
import { formatExact } from "@/format/number";
import { formatValue } from "@/format/value";
import styles from "./RowsTable.module.css";

interface Props {
  label: string;
  columns: ArtifactPreview["columns"];
  rows: ArtifactPreview["rows"];
}

/** The first rows of a file that is a table. */
export function RowsTable({ label, columns, rows }: Props) {
  return (
    <div className={styles.scroller} role="region" tabIndex={0} aria-label={`Rows of ${label}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ name, type }, at) => (
              <th key={at} scope="col" title={type}>
                {name}
                {type && <span className={styles.type}>{type}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((value, column) => (
                <td
                  key={column}
                  className={typeof value === "number" ? styles.number : value === null ? styles.none : ""}
                  title={typeof value === "number" ? formatExact(value) : formatValue(value)}
                >
                  {value === null ? "none" : formatValue(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
