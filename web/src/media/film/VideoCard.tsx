import { blobUrl } from "@/api/blob";
import type { CardProps } from "../registry";
import styles from "./VideoCard.module.css";

/** A film, to be played where it stands; it begins anew at its end. */
export default function VideoCard({ item }: CardProps) {
  const url = blobUrl(item.sha256, item.mime);
  const name = item.caption ?? `${item.key}, step ${item.step}`;
  if (item.mime === "image/gif") return <img className={styles.film} src={url} alt={name} loading="lazy" />;
  return (
    <video
      className={styles.film}
      controls
      loop
      muted
      playsInline
      preload="metadata"
      src={url}
      aria-label={name}
    />
  );
}
