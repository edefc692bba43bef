import { blobUrl, thumbnailUrl } from "@/api/blob";
import type { Json, MediaItem } from "@/api/types";
import { formatExact } from "@/format/number";
import { formatValue } from "@/format/value";
import styles from "./MediaTable.module.css";
import { type MediaCell, mediaCell } from "./table";

interface Props {
  value: Json | undefined;
  item: MediaItem;
  numeric: boolean;
}

export function TableCell({ value, item, numeric }: Props) {
  const medium = mediaCell(value, item);
  if (medium) {
    return (
      <td className={styles.medium} title={medium.caption ?? undefined}>
        <Medium {...medium} />
      </td>
    );
  }
  const none = value === null || value === undefined;
  const text = none ? "none" : formatValue(value);
  return (
    <td
      className={`${numeric ? styles.numeric : ""} ${none ? styles.none : ""}`}
      title={typeof value === "number" ? formatExact(value) : text}
    >
      {text}
    </td>
  );
}

function Medium({ type, caption, part }: MediaCell) {
  const name = caption ?? type;
  if (!part) return name;
  const url = blobUrl(part.sha256, part.mime);
  if (type === "image") {
    return (
      <a href={url} target="_blank" rel="noreferrer">
        <img
          className={styles.picture}
          src={part.mime === "image/svg+xml" ? url : thumbnailUrl(part.sha256, 128)}
          alt={name}
          loading="lazy"
          decoding="async"
        />
      </a>
    );
  }
  if (type === "audio") {
    // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
    return <audio className={styles.sound} controls preload="none" src={url} aria-label={name} />;
  }
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {name}
    </a>
  );
}
