import { Suspense } from "react";
import { blobUrl } from "@/api/blob";
import type { Json, MediaItem, MediaKey, MediaPart } from "@/api/types";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { DownloadLink } from "@/ui/DownloadLink";
import { Notice, Skeleton } from "@/ui/Notice";
import { useKeyDown } from "@/ui/useKeyDown";
import { fileName } from "../fileName";
import { kindOf, type RunItems, type ViewerActions } from "../registry";
import styles from "./CellViewer.module.css";
import { itemOfCell, mediaCell } from "./table";

interface Props extends ViewerActions {
  media: MediaKey;
  shown: RunItems;
  /** The table. */
  item: MediaItem;
  column: string;
  /** What the cell holds; `undefined` while it is on its way. */
  value: Json | undefined;
  parts: Readonly<Record<string, MediaPart>>;
  /** Where the row stands in the shown order, of so many. */
  row: number;
  rows: number;
  /** The other cells of the row, to say which it is. */
  words: string;
  onRow(row: number): void;
  onClose(): void;
}

/** The medium of a cell over the whole window; ← → walk the rows of its column. */
export function CellViewer(props: Props) {
  const { media, shown, item, column, value, parts, row, rows, words, onRow, onClose, ...actions } = props;
  useKeyDown((event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by === undefined || row + by < 0 || row + by >= rows) return;
    event.preventDefault();
    onRow(row + by);
  });
  const cell = mediaCell(value, parts);
  const medium = cell && itemOfCell(cell, item);
  const kind = cell && kindOf(cell.type);
  const size = { width: Math.min(window.innerWidth - 60, 1200), height: window.innerHeight - 190 };
  return (
    <Dialog
      title={`${media.key} · ${column}`}
      full
      open
      onClose={onClose}
      tools={
        medium?.sha256 ? (
          <DownloadLink
            href={blobUrl(medium.sha256, medium.mime, fileName(medium))}
            name={fileName(medium)}
            label="Download it as it was logged"
          />
        ) : null
      }
    >
      <div className={styles.viewer}>
        <div className={styles.stage} style={size}>
          {value === undefined ? (
            <Skeleton height={size.height} />
          ) : !medium || !kind ? (
            <Notice title="There is no medium in this row." inline />
          ) : medium.type === "image" ? (
            <img
              className={styles.image}
              data-pixelated={Number(medium.facts.width ?? Number.POSITIVE_INFINITY) <= 256}
              src={blobUrl(medium.sha256, medium.mime)}
              alt={medium.caption ?? column}
            />
          ) : kind.form === "cards" ? (
            <Suspense fallback={<Skeleton height={size.height} />}>
              <kind.Card media={media} shown={shown} item={medium} {...size} {...actions} />
            </Suspense>
          ) : (
            <Notice title="This medium has no view of its own." inline>
              <p>Download it to open it elsewhere.</p>
            </Notice>
          )}
        </div>
        <div className={styles.bar}>
          <IconButton
            icon="chevronLeft"
            label="Previous row"
            disabled={row <= 0}
            onClick={() => onRow(row - 1)}
          />
          <span data-number="">
            row {formatCount(row + 1)} of {formatCount(rows)}
          </span>
          <IconButton
            icon="chevronRight"
            label="Next row"
            disabled={row >= rows - 1}
            onClick={() => onRow(row + 1)}
          />
          <span className={styles.words}>{[cell?.caption, words].filter(Boolean).join(" · ")}</span>
        </div>
      </div>
    </Dialog>
  );
}
