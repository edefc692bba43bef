import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { blobUrl } from "@/api/blob";
import { formatBytes } from "@/format/bytes";
import { formatNumber } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import { DownloadLink } from "@/ui/DownloadLink";
import { fileName } from "../fileName";
import { useGallery } from "../gallery";
import { wayOf } from "../mediaView";
import type { CardProps } from "../registry";
import { CutShort } from "../whole/CutShort";
import styles from "./AudioCard.module.css";
import { analysisOf } from "./analyse";
import { deskOf, useDesk } from "./desk";
import { SoundPicture } from "./SoundPicture";
import { sayTime } from "./time";
import { SOUND_WAYS } from "./ways";

/** What is larger is drawn when the reader asks: it has to be fetched whole. */
const DRAWN_BYTES = 16 * 2 ** 20;
const CONTROLS_PX = 30;
/** How far the arrow keys go, in seconds. */
const STRIDE_SECS = 1;

/** A sound: its picture, in which a click seeks, and what plays it in turn with the others of its key. */
export default function AudioCard({ media, shown, item, width, height }: CardProps) {
  const { view, single } = useGallery();
  const desk = deskOf(media.key);
  const { current, playing } = useDesk(desk);
  const id = `${shown.run.id}/${item.index}/${useId()}`;
  const audio = useRef<HTMLAudioElement>(null);
  const [broken, setBroken] = useState(false);
  const [asked, setAsked] = useState(false);
  const small = item.size_bytes <= DRAWN_BYTES;
  const query = useQuery({
    queryKey: ["sound", item.sha256],
    queryFn: () => analysisOf(item),
    enabled: small || asked,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => (audio.current ? desk.register(id, audio.current) : undefined), [desk, id]);
  const { duration_secs: secs } = item.facts;
  const [told, setTold] = useState(0);
  const duration = query.data?.durationSecs ?? (typeof secs === "number" ? secs : told);
  const mine = current === id;
  const name = item.caption ?? `${item.key}, step ${item.step}`;
  const url = blobUrl(item.sha256, item.mime);
  const room = height - CONTROLS_PX;
  return (
    <div className={styles.sound} data-current={mine}>
      {/* biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions. */}
      <audio
        ref={audio}
        preload="none"
        src={url}
        onError={() => setBroken(true)}
        onLoadedMetadata={({ currentTarget }) => {
          setBroken(false);
          if (Number.isFinite(currentTarget.duration)) setTold(currentTarget.duration);
        }}
      />
      <Timeline
        name={name}
        duration={duration}
        height={room}
        desk={desk}
        onSeek={(at) => desk.seek(id, at)}
        onToggle={() => desk.toggle(id)}
      >
        {query.data ? (
          <SoundPicture
            analysis={query.data}
            way={wayOf(view, media.key, SOUND_WAYS)}
            width={width}
            height={room}
            colour={single ? "var(--accent)" : shown.run.colour}
          />
        ) : (
          query.error && <span className={styles.quiet}>{query.error.message}</span>
        )}
      </Timeline>
      {!small && !asked && (
        <div className={styles.offer}>
          <Button onClick={() => setAsked(true)}>Draw it ({formatBytes(item.size_bytes)})</Button>
        </div>
      )}
      <div className={styles.cut}>
        <CutShort item={item} />
      </div>
      <div className={styles.controls}>
        <IconButton
          small
          icon={mine && playing ? "pause" : "play"}
          label={`${mine && playing ? "Pause" : "Play"} ${name}`}
          onClick={() => desk.toggle(id)}
        />
        {broken ? (
          <span className={styles.bad} role="alert">
            The browser cannot play this sound.
          </span>
        ) : (
          <Clock desk={desk} duration={duration} facts={factsOf(item.facts)} />
        )}
        <DownloadLink
          href={blobUrl(item.sha256, item.mime, fileName(item))}
          name={fileName(item)}
          label={`Download ${name}`}
        />
      </div>
    </div>
  );
}

function factsOf({ sample_rate_hz: rate, channels }: CardProps["item"]["facts"]): string {
  return [
    typeof rate === "number" && `${formatNumber(rate / 1000)} kHz`,
    channels === 1
      ? "mono"
      : channels === 2
        ? "stereo"
        : typeof channels === "number" && `${channels} channels`,
  ]
    .filter(Boolean)
    .join(" · ");
}

interface TimelineProps {
  name: string;
  duration: number;
  height: number;
  desk: ReturnType<typeof deskOf>;
  onSeek(secs: number): void;
  onToggle(): void;
  children: React.ReactNode;
}

/** Where the sound is: a slider over its picture. */
function Timeline({ name, duration, height, desk, onSeek, onToggle, children }: TimelineProps) {
  const slider = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      desk.onPosition((secs) => {
        const share = duration > 0 ? Math.min(1, secs / duration) : 0;
        if (head.current) head.current.style.left = `${share * 100}%`;
        const now = String(Math.round(Math.min(secs, duration) * 10) / 10);
        if (slider.current && slider.current.ariaValueNow !== now) {
          slider.current.ariaValueNow = now;
          slider.current.ariaValueText = `${sayTime(Math.min(secs, duration))} of ${sayTime(duration)}`;
        }
      }),
    [desk, duration],
  );
  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.max(0, Math.min(1, (event.clientX - left) / width)) * duration);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = desk.position();
    const to: Record<string, number> = {
      ArrowLeft: at - STRIDE_SECS,
      ArrowRight: at + STRIDE_SECS,
      PageDown: at - duration / 10,
      PageUp: at + duration / 10,
      Home: 0,
      End: duration,
    };
    const next = to[event.key];
    if (event.key === " " || event.key === "Enter") onToggle();
    else if (next !== undefined) onSeek(Math.max(0, Math.min(duration, next)));
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={slider}
      className={styles.timeline}
      style={{ height }}
      role="slider"
      tabIndex={0}
      aria-label={`Position in ${name}`}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration * 10) / 10}
      aria-valuenow={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
      onKeyDown={onKeyDown}
    >
      {children}
      <span ref={head} className={styles.head} />
    </div>
  );
}

interface ClockProps {
  desk: ReturnType<typeof deskOf>;
  duration: number;
  facts: string;
}

function Clock({ desk, duration, facts }: ClockProps) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      desk.onPosition((secs) => {
        const said = sayTime(Math.min(secs, duration || secs));
        if (text.current && text.current.textContent !== said) text.current.textContent = said;
      }),
    [desk, duration],
  );
  return (
    <span className={styles.facts} data-number="">
      <span ref={text} /> / {sayTime(duration)}
      {facts && <span className={styles.quiet}> · {facts}</span>}
    </span>
  );
}
