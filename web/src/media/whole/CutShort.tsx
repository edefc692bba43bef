import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { Icon } from "@/ui/Icon";
import { fileName } from "../fileName";
import styles from "./CutShort.module.css";
import type { Lack } from "./ends";
import { sayLack, useLack } from "./useLack";

/** Says so where not all of an item's file is there: browsers show and play what is, as if it were all. */
export function CutShort({ item }: { item: MediaItem }) {
  const lack = useLack(item);
  if (!lack) return null;
  return (
    <p className={styles.line} role="alert">
      <Icon name="alert" size={14} />
      <span>{sayAll(lack)}</span>
      <a href={blobUrl(item.sha256, item.mime, fileName(item))} download={fileName(item)}>
        Save what is there
      </a>
    </p>
  );
}

function sayAll(lack: Lack): string {
  return lack.expectedBytes === null
    ? `Cut short: it stops after ${sayLack(lack)}, without the end that such a file has.`
    : `Cut short: ${sayLack(lack)} are there.`;
}

/** The same in few words, over a card's picture once it is drawn. */
export function CutBadge({ item, drawn }: { item: MediaItem; drawn: boolean }) {
  const lack = useLack(item, drawn);
  if (!lack) return null;
  return (
    <span className={styles.badge} role="alert" title={sayAll(lack)}>
      <Icon name="alert" size={13} />
      <span>Cut short: {sayLack(lack)}</span>
    </span>
  );
}
