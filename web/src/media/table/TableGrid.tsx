import type { QueryKey } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef, useState } from "react";
import type { Json } from "@/api/types";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { type Block, blockAt } from "./blocks";
import styles from "./MediaTable.module.css";
import { type Page, type PageQuery, useTableRows } from "./useTableRows";

const ROW_HEIGHT = 28;
/** Room for a picture in a cell. */
const MEDIA_ROW_HEIGHT = 72;

interface Props<P extends Page, K extends QueryKey> {
  label: string;
  /** So many rows. */
  count: number;
  /** In characters, one a column. */
  widths: readonly number[];
  /** Cells need room for pictures. */
  tall: boolean;
  /** The rows of the head. */
  head: ReactNode;
  /** How many rows the head has. */
  headRows: number;
  /** How its rows are asked for. */
  ask: PageQuery<P, K>;
  cells(page: P, row: readonly Json[], position: number): ReactNode;
  /** Begins there. */
  start?: number;
}

/** The rows of a table that are in sight. What is longer than a scrollbar can say comes in blocks. */
export function TableGrid<P extends Page, K extends QueryKey>(props: Props<P, K>) {
  const { label, count, widths, tall, head, headRows, ask, cells, start = 0 } = props;
  const height = tall ? MEDIA_ROW_HEIGHT : ROW_HEIGHT;
  const [position, setPosition] = useState(start);
  const block = blockAt(position, count, height);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: block.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    initialOffset: (start - block.first) * height,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const first = block.first + (items[0]?.index ?? 0);
  const rowAt = useTableRows(ask, first, block.first + (items.at(-1)?.index ?? 0));
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <div ref={scroller} className={styles.scroller} role="region" aria-label={label} tabIndex={0}>
        <table className={styles.table} aria-rowcount={count + headRows}>
          <colgroup>
            {widths.map((width, column) => (
              <col key={column} style={{ width: `calc(${width}ch + 44px)` }} />
            ))}
            <col />
          </colgroup>
          <thead>{head}</thead>
          <tbody>
            {above > 0 && <tr style={{ height: above }} />}
            {items.map(({ index }) => {
              const at = block.first + index;
              const found = rowAt(at);
              return (
                <tr
                  key={at}
                  aria-rowindex={at + 1 + headRows}
                  aria-busy={found === undefined}
                  className={styles.row}
                  style={{ height }}
                >
                  {found === undefined
                    ? widths.map((_, column) => <td key={column} className={styles.none} />)
                    : cells(found.page, found.row, at)}
                  <td />
                </tr>
              );
            })}
            {below > 0 && <tr style={{ height: below }} />}
          </tbody>
        </table>
      </div>
      {block.rows < count && (
        <Blocks
          block={block}
          count={count}
          onGo={(next) => {
            setPosition(next);
            scroller.current?.scrollTo(0, 0);
          }}
        />
      )}
    </>
  );
}

interface BlocksProps {
  block: Block;
  count: number;
  onGo(position: number): void;
}

function Blocks({ block: { first, rows }, count, onGo }: BlocksProps) {
  return (
    <div className={styles.blocks} role="group" aria-label="Rows that can be scrolled through">
      <IconButton
        small
        icon="chevronLeft"
        label="Rows before these"
        disabled={first === 0}
        onClick={() => onGo(first - 1)}
      />
      <span data-number="">
        rows {formatCount(first + 1)} to {formatCount(first + rows)} of {formatCount(count)}
      </span>
      <IconButton
        small
        icon="chevronRight"
        label="Rows behind these"
        disabled={first + rows >= count}
        onClick={() => onGo(first + rows)}
      />
    </div>
  );
}
