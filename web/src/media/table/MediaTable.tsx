import { useQuery } from "@tanstack/react-query";
import { blobUrl } from "@/api/blob";
import { tableOf, tableRowsQuery } from "@/api/tables";
import type { MediaItem } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { SearchBox } from "@/ui/SearchBox";
import { fileName } from "../fileName";
import styles from "./MediaTable.module.css";
import { TableGrid } from "./TableGrid";

/** More rows than this are searched, not read. */
const MANY_ROWS = 12;
const SEARCH_DELAY_MS = 200;

interface Props {
  run: string;
  item: MediaItem;
  /** The column to sort by, "-" before it for descending. */
  sort: string | null;
  /** Only rows with these words. */
  search: string;
  onSort(sort: string | null): void;
  onSearch(search: string): void;
}

/** A logged table: sorted by a click on a column's head, searched, and read a page at a time. */
export function MediaTable({ run, item, sort, search, onSort, onSearch }: Props) {
  const table = tableOf(run, item);
  const query = useQuery(tableRowsQuery(table, { page: 0, sort, search }));
  if (query.error && !query.data) {
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={140} />;
  const { columns, total, matched } = query.data;
  const label = item.caption ?? item.key;
  return (
    <>
      {(total > MANY_ROWS || search !== "") && (
        <div className={styles.tools}>
          <SearchBox
            label={`Search rows of ${label}`}
            value={search}
            delay={SEARCH_DELAY_MS}
            onChange={onSearch}
          />
        </div>
      )}
      {columns.length === 0 ? (
        <Notice title="This table has no columns." inline />
      ) : matched === 0 && search !== "" ? (
        <Notice title={`No row has “${search}”.`} inline>
          <p>Clear the search to see all of them.</p>
        </Notice>
      ) : (
        <TableGrid
          table={table}
          item={item}
          label={label}
          first={query.data}
          sort={sort}
          search={search}
          onSort={onSort}
        />
      )}
      <p className={styles.foot}>
        {item.caption && <span>{item.caption} · </span>}
        {matched < total ? `${formatCount(matched)} of ${plural(total, "row")}` : plural(total, "row")}
        <DownloadLink
          href={blobUrl(item.sha256, item.mime, fileName(item))}
          name={fileName(item)}
          label="Download the table as it was stored"
        />
      </p>
    </>
  );
}
