import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { Icon } from "@/ui/Icon";
import { fileName } from "../fileName";
import styles from "./MediaFiles.module.css";

/** What cannot be shown here, to take away; sound and film play in place. */
export function MediaFiles({ items }: { items: readonly MediaItem[] }) {
  return (
    <ul className={styles.list}>
      {items.map((item) => {
        const name = fileName(item);
        const url = blobUrl(item.sha256, item.mime, name);
        return (
          <li key={item.index} className={styles.item}>
            {item.mime.startsWith("audio/") && (
              // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
              <audio className={styles.audio} controls preload="none" src={url} />
            )}
            {item.mime.startsWith("video/") && (
              // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
              <video className={styles.video} controls preload="metadata" src={url} />
            )}
            <span className={styles.name}>{item.caption ?? name}</span>
            <span className={styles.quiet}>
              {item.mime} · {formatBytes(item.size_bytes)}
            </span>
            {/^text\/|^application\/(pdf|json)/.test(item.mime) && (
              <a className={styles.link} href={url} target="_blank" rel="noreferrer">
                Open
              </a>
            )}
            <a className={styles.link} href={url} download={name}>
              <Icon name="download" size={14} />
              Download
            </a>
          </li>
        );
      })}
    </ul>
  );
}
