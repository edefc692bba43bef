import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import styles from "./Listing.module.css";

const ROW = 26;
/** Longer lists are searched, not read. */
const MANY = 20;
const MOST_PX = 520;

interface Props {
  label: string;
  heads: readonly string[];
  /** The last column stands at the right. */
  rows: readonly (readonly string[])[];
}

/** A long list of names with facts; only what is in sight exists. */
export function Listing({ label, heads, rows }: Props) {
  const [search, setSearch] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const pattern = useMemo(() => compilePattern(search), [search]);
  const shown = useMemo(() => rows.filter((row) => pattern.matches(row.join(" "))), [rows, pattern]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  return (
    <>
      {rows.length > MANY && (
        <div className={styles.search}>
          <SearchBox
            label={`Search: ${label}`}
            value={search}
            invalid={pattern.invalid}
            onChange={setSearch}
          />
        </div>
      )}
      <div
        ref={scroller}
        className={styles.list}
        style={{ height: Math.min(MOST_PX, (rows.length + 1) * ROW + 8) }}
        role="region"
        tabIndex={0}
        aria-label={label}
      >
        <table className={styles.table} aria-rowcount={shown.length + 1}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr style={{ height: items[0]?.start ?? 0 }} />
            {items.map(({ index }) => (
              <tr key={index} aria-rowindex={index + 2}>
                {shown[index]?.map((text, column) => (
                  <td key={column} title={text}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
            <tr style={{ height: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) }} />
          </tbody>
        </table>
      </div>
    </>
  );
}
