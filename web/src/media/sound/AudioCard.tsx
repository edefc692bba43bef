import { blobUrl } from "@/api/blob";
import { formatNumber } from "@/format/number";
import type { CardProps } from "../registry";
import styles from "./AudioCard.module.css";

/** A sound, to be played where it stands. */
export default function AudioCard({ item }: CardProps) {
  const { duration_secs: secs, sample_rate_hz: rate, channels } = item.facts;
  const facts = [
    typeof secs === "number" && `${formatNumber(secs)} s`,
    typeof rate === "number" && `${formatNumber(rate / 1000)} kHz`,
    channels === 1
      ? "mono"
      : channels === 2
        ? "stereo"
        : typeof channels === "number" && `${channels} channels`,
  ].filter(Boolean);
  return (
    <div className={styles.sound}>
      {/* biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions. */}
      <audio
        className={styles.player}
        controls
        preload="none"
        src={blobUrl(item.sha256, item.mime)}
        aria-label={item.caption ?? `${item.key}, step ${item.step}`}
      />
      <span className={styles.facts}>{facts.join(" · ")}</span>
    </div>
  );
}
