import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { OpenButton } from "../card/OpenButton";
import type { CardProps } from "../registry";
import styles from "./HtmlCard.module.css";

/** A page that a run logged, in a frame of no origin: its scripts may draw, and know nothing of this page. */
export default function HtmlCard({ item, shown, open }: CardProps) {
  return (
    <div className={styles.room}>
      <HtmlItem item={item} />
      <OpenButton item={item} run={shown.run} open={open} />
    </div>
  );
}

/** The page of one item. */
export function HtmlItem({ item }: { item: MediaItem }) {
  return (
    <iframe
      className={styles.frame}
      title={item.caption ?? `${item.key}, step ${item.step}`}
      src={blobUrl(item.sha256, "text/html")}
      sandbox="allow-scripts"
      loading="lazy"
    />
  );
}
