import { blobUrl, thumbnailUrl } from "@/api/blob";
import type { Json, MediaPart } from "@/api/types";
import { formatExact } from "@/format/number";
import { formatValue } from "@/format/value";
import styles from "./MediaTable.module.css";
import { type MediaCell, mediaCell } from "./table";

interface Props {
  value: Json | undefined;
  /** The blobs that cells of the table name. */
  parts: Readonly<Record<string, MediaPart>>;
  numeric: boolean;
  /** It is another one than in the first of the tables beside each other. */
  differs?: boolean;
  /** Said in its tooltip as well. */
  note?: string;
  /** Shows its medium over the page. */
  onOpen(): void;
}

export function TableCell({ value, parts, numeric, differs = false, note, onOpen }: Props) {
  const medium = mediaCell(value, parts);
  if (medium) {
    return (
      <td className={styles.medium} title={medium.caption ?? undefined} data-differs={differs}>
        <Medium cell={medium} onOpen={onOpen} />
      </td>
    );
  }
  const none = value === null || value === undefined;
  const text = none ? "none" : formatValue(value);
  const full = typeof value === "number" ? formatExact(value) : text;
  return (
    <td
      className={`${numeric ? styles.numeric : ""} ${none ? styles.none : ""}`}
      title={note ? `${full}\n${note}` : full}
      data-differs={differs}
    >
      {text}
    </td>
  );
}

function Medium({ cell, onOpen }: { cell: MediaCell; onOpen(): void }) {
  const { type, caption, part } = cell;
  const name = caption ?? type;
  if (type === "audio" && part) {
    const url = blobUrl(part.sha256, part.mime);
    // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
    return <audio className={styles.sound} controls preload="none" src={url} aria-label={name} />;
  }
  return (
    <button type="button" className={styles.opens} aria-label={`Open ${name}`} onClick={onOpen}>
      {type === "image" && part ? (
        <img
          className={styles.picture}
          src={
            part.mime === "image/svg+xml" ? blobUrl(part.sha256, part.mime) : thumbnailUrl(part.sha256, 128)
          }
          alt={name}
          loading="lazy"
          decoding="async"
        />
      ) : (
        name
      )}
    </button>
  );
}
