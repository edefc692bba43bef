import { useEffect, useRef } from "react";
import type { FilmClock } from "./clock";
import { correction } from "./drift";
import type { FrameTimes } from "./frameTimes";
import styles from "./VideoCard.module.css";

/** Nearer than this it stands where it should. */
const THERE_SECS = 1e-4;

interface Props {
  url: string;
  name: string;
  clock: FilmClock;
  times: FrameTimes;
  muted: boolean;
  /** How long it is, once that is known. */
  onTold(secs: number): void;
  onBroken(): void;
}

/** A film that follows a clock. */
export function VideoFilm({ url, name, clock, times, muted, onTold, onBroken }: Props) {
  const film = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = film.current;
    if (video === null) return;
    const follow = (secs: number) => {
      const { playing, speed } = clock.snapshot();
      const runs = playing && secs < times.durationSecs;
      // At the very end some browsers show nothing.
      const to = Math.min(secs, times.middle(times.count - 1));
      if (runs && video.paused) void video.play().catch(() => undefined);
      if (!runs && !video.paused) video.pause();
      // A jump on its way is not overtaken: each would begin anew, and none arrive.
      if (video.seeking) return;
      if (runs) {
        const next = correction(video.currentTime - secs, speed);
        if (video.playbackRate !== next.speed) video.playbackRate = next.speed;
        if (next.jump) video.currentTime = to;
      } else if (Math.abs(video.currentTime - to) > THERE_SECS) video.currentTime = to;
    };
    const again = () => follow(clock.position());
    const leave = clock.follow(follow);
    video.addEventListener("seeked", again);
    video.addEventListener("loadedmetadata", again);
    return () => {
      leave();
      video.removeEventListener("seeked", again);
      video.removeEventListener("loadedmetadata", again);
    };
  }, [clock, times]);
  return (
    <video
      ref={film}
      className={styles.film}
      muted={muted}
      playsInline
      preload="metadata"
      src={url}
      aria-label={name}
      onLoadedMetadata={({ currentTarget }) => onTold(currentTarget.duration)}
      onError={onBroken}
    />
  );
}
