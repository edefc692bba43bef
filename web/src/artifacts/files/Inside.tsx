import { useQuery } from "@tanstack/react-query";
import { previewQuery } from "@/api/artifacts";
import type { ArtifactPreview } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { Failure, Skeleton } from "@/ui/Notice";
import styles from "./FilePreview.module.css";
import { Listing } from "./Listing";
import { RowsTable } from "./RowsTable";

/** What the server finds in a file: the first rows of a table, the tensors of a checkpoint, the files of an archive. */
export function Inside({ version, path }: { version: string; path: string }) {
  const query = useQuery(previewQuery(version, path));
  if (query.error) return <Failure error={query.error} inline />;
  if (!query.data) return <Skeleton height={160} />;
  const found = query.data;
  return (
    <>
      <p className={styles.tools}>
        <strong>{summary(found)}</strong>
        {Object.entries(found.facts).map(([name, value]) => (
          <span key={name} className={styles.quiet}>
            {name}: {formatValue(value)}
          </span>
        ))}
      </p>
      {found.kind === "table" && <RowsTable label={path} columns={found.columns} rows={found.rows} />}
      {found.kind === "tensors" && (
        <Listing
          label={`Tensors of ${path}`}
          heads={["Tensor", "Type", "Shape", "Size"]}
          rows={found.tensors.map(({ name, dtype, shape, size_bytes }) => [
            name,
            dtype,
            shape.length === 0 ? "scalar" : shape.join(" × "),
            formatBytes(size_bytes),
          ])}
        />
      )}
      {found.kind === "archive" && (
        <Listing
          label={`Files in ${path}`}
          heads={["File", "Size"]}
          rows={found.members.map((member) => [member.path, formatBytes(member.size_bytes)])}
        />
      )}
    </>
  );
}

function summary(found: ArtifactPreview): string {
  switch (found.kind) {
    case "table": {
      const columns = plural(found.total_columns, "column");
      const rows = found.rows.length;
      if (found.total_rows === null) return `${columns}, the first ${plural(rows, "row")}`;
      if (found.total_rows === rows) return `${columns}, ${plural(rows, "row")}`;
      return `${columns}, the first ${formatCount(rows)} of ${plural(found.total_rows, "row")}`;
    }
    case "tensors":
      return `${plural(found.total_tensors, "tensor")}, ${plural(found.total_values, "value")}`;
    case "archive":
      return plural(found.total_members, "file");
  }
}
