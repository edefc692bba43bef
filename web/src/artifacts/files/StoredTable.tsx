import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { tableRowsQuery } from "@/api/tables";
import type { ArtifactFile, Json, MediaPart, TablePage } from "@/api/types";
import { plural } from "@/format/number";
import { ColumnHead } from "@/media/table/ColumnHead";
import { TableCell } from "@/media/table/TableCell";
import { TableGrid } from "@/media/table/TableGrid";
import { columnWidths, isNumeric, parseSort } from "@/media/table/table";
import { currentRoute, goTo } from "@/route/navigation";
import { Failure, Skeleton } from "@/ui/Notice";
import { SearchBox } from "@/ui/SearchBox";
import styles from "./FilePreview.module.css";

interface Props {
  file: ArtifactFile;
  files: readonly ArtifactFile[];
}

/** A table that was added as one: sorted and filtered as those that runs log. */
export default function StoredTable({ file, files }: Props) {
  const [sort, setSort] = useState<string | null>(null);
  const [filter, setFilter] = useState("");
  const table = useMemo(() => ({ sha256: file.sha256 }), [file.sha256]);
  const parts = useMemo(() => partsOf(file, files), [file, files]);
  const ask = (page: number) => tableRowsQuery(table, { page, sort, filter });
  const query = useQuery(ask(0));
  const columns = query.data?.columns ?? [];
  const widths = useMemo(() => columnWidths(query.data?.columns ?? [], query.data?.rows ?? []), [query.data]);
  const open = (value: Json | undefined) => {
    const part = typeof value === "object" && value !== null && !Array.isArray(value) ? value.part : null;
    const path = typeof part === "string" ? pathsOf(file)[part]?.path : undefined;
    if (path !== undefined)
      goTo(currentRoute(), new URLSearchParams({ tab: "files", file: path }).toString());
  };
  return (
    <>
      <div className={styles.tools}>
        <SearchBox label="Filter rows" value={filter} delay={250} onChange={setFilter} />
        {query.data && (
          <span className={styles.quiet}>
            {query.data.matched < query.data.total ? `${query.data.matched} of ` : ""}
            {plural(query.data.total, "row")}
          </span>
        )}
      </div>
      {query.error ? (
        <Failure error={query.error} inline />
      ) : !query.data ? (
        <Skeleton height={160} />
      ) : (
        <TableGrid
          key={`${sort} ${filter}`}
          label={`Rows of ${file.path}`}
          count={query.data.matched}
          widths={widths}
          tall={columns.some(({ type }) => type === "media")}
          headRows={1}
          head={
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <ColumnHead
                  key={column.name}
                  table={table}
                  column={column}
                  sort={parseSort(sort, columns)}
                  onSort={setSort}
                  onNarrow={(condition) =>
                    setFilter(filter === "" ? condition : `(${filter}) and ${condition}`)
                  }
                  onJoin={null}
                />
              ))}
              <td />
            </tr>
          }
          ask={ask}
          cells={(page: TablePage, row) =>
            columns.map((column, at) => (
              <TableCell
                key={column.name}
                value={row[at]}
                parts={{ ...parts, ...page.parts }}
                numeric={isNumeric(column)}
                onOpen={() => open(row[at])}
              />
            ))
          }
        />
      )}
    </>
  );
}

type Paths = Record<string, { path: string; mime: string } | undefined>;

const pathsOf = ({ object }: ArtifactFile): Paths => (object?.parts ?? {}) as unknown as Paths;

/** The blobs that cells name: files beside the table. */
function partsOf(file: ArtifactFile, files: readonly ArtifactFile[]): Record<string, MediaPart> {
  const known = new Map(files.map((each) => [each.path, each]));
  return Object.fromEntries(
    Object.entries(pathsOf(file)).flatMap(([name, part]) => {
      const found = part && known.get(part.path);
      if (!part || !found?.sha256) return [];
      return [[name, { sha256: found.sha256, size_bytes: found.size_bytes ?? 0, mime: part.mime }] as const];
    }),
  );
}
