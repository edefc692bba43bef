import { blobUrl } from "@/api/blob";
import type { CardProps } from "../registry";
import styles from "./HtmlCard.module.css";

/** A page that a run logged, in a frame of no origin: its scripts may draw, and know nothing of this page. */
export default function HtmlCard({ item }: CardProps) {
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
