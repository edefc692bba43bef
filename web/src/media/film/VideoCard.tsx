import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { blobUrl } from "@/api/blob";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { DownloadLink } from "@/ui/DownloadLink";
import { fileName } from "../fileName";
import { useGallery } from "../gallery";
import { wayOf } from "../mediaView";
import type { CardProps } from "../registry";
import { sayTime } from "../sound/time";
import { CutShort } from "../whole/CutShort";
import { clockOf, FilmClock, useClock } from "./clock";
import { type FrameTimes, framesOfFacts } from "./frameTimes";
import { canStepGifs, GifFilm, useGif } from "./GifFilm";
import styles from "./VideoCard.module.css";
import { VideoFilm } from "./VideoFilm";
import { FILM_WAYS } from "./ways";

/** A film, on one clock with the others of its key unless they go apart. */
export default function VideoCard({ media, shown, item }: CardProps) {
  const { view } = useGallery();
  const own = useMemo(() => new FilmClock(), []);
  const clock = wayOf(view, media.key, FILM_WAYS) === "together" ? clockOf(media.key) : own;
  const id = `${shown.run.id}/${item.index}/${useId()}`;
  const [told, setTold] = useState(0);
  const [muted, setMuted] = useState(true);
  const [broken, setBroken] = useState<string | null>(null);
  const url = blobUrl(item.sha256, item.mime);
  // Frames that are not encoded yet do not say what they will be: what is no film is a GIF.
  const isRaw = item.mime.startsWith("application/");
  const isGif = item.mime === "image/gif" || (isRaw && broken === url);
  const gif = useGif(url, isGif && canStepGifs());
  const { fps, frames, duration_secs } = item.facts;
  const times = useMemo(
    () => gif.data?.times ?? framesOfFacts({ fps, frames, duration_secs }, told),
    [gif.data, fps, frames, duration_secs, told],
  );
  useEffect(() => clock.register(id, times), [clock, id, times]);
  const card = useRef<HTMLDivElement>(null);
  const name = item.caption ?? `${item.key}, step ${item.step}`;
  const whole = isGif && (!canStepGifs() || gif.error !== null);
  return (
    <div ref={card} className={styles.card}>
      <div className={styles.room}>
        {whole ? (
          <img className={styles.film} src={url} alt={name} loading="lazy" />
        ) : isGif ? (
          gif.data && <GifFilm gif={gif.data} name={name} clock={clock} />
        ) : broken === url ? (
          <p className={styles.bad} role="alert">
            The browser cannot play this film.
          </p>
        ) : (
          <VideoFilm
            url={url}
            name={name}
            clock={clock}
            times={times}
            muted={muted}
            onTold={(secs) => Number.isFinite(secs) && setTold(secs)}
            onBroken={() => setBroken(url)}
          />
        )}
      </div>
      <CutShort item={item} />
      <div className={styles.controls}>
        {whole ? (
          <span className={styles.facts}>This browser shows GIFs as a whole.</span>
        ) : (
          <Transport clock={clock} id={id} times={times} name={name}>
            {!isGif && (
              <IconButton
                small
                icon={muted ? "soundOff" : "sound"}
                label={muted ? `Let ${name} be heard` : `Mute ${name}`}
                onClick={() => setMuted(!muted)}
              />
            )}
          </Transport>
        )}
        <IconButton
          small
          icon="expand"
          label={`Fill the screen with ${name}`}
          onClick={() =>
            document.fullscreenElement
              ? void document.exitFullscreen()
              : void card.current?.requestFullscreen()
          }
        />
        <DownloadLink
          href={blobUrl(item.sha256, item.mime, fileName(item))}
          name={fileName(item)}
          label={`Download ${name}`}
        />
      </div>
    </div>
  );
}

interface TransportProps {
  clock: FilmClock;
  id: string;
  times: FrameTimes;
  name: string;
  children: ReactNode;
}

/** Plays, and goes to any frame: a notch of the slider is a frame. */
function Transport({ clock, id, times, name, children }: TransportProps) {
  const { playing } = useClock(clock);
  const slider = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.follow((secs) => {
        const frame = times.at(secs);
        const said = `${formatCount(frame + 1)} / ${formatCount(times.count)}`;
        if (slider.current && slider.current.value !== String(frame)) slider.current.value = String(frame);
        if (text.current && text.current.textContent !== said) {
          text.current.textContent = said;
          slider.current?.setAttribute(
            "aria-valuetext",
            `frame ${frame + 1} of ${times.count}, ${sayTime(secs)}`,
          );
        }
      }),
    [clock, times],
  );
  return (
    <>
      <IconButton
        small
        icon={playing ? "pause" : "play"}
        label={`${playing ? "Pause" : "Play"} ${name}`}
        onClick={() => clock.toggle()}
      />
      <input
        ref={slider}
        className={styles.slider}
        type="range"
        min={0}
        max={times.count - 1}
        step={1}
        defaultValue={0}
        aria-label={`Frame of ${name}`}
        onChange={({ target }) => clock.seek(times.middle(Number(target.value)))}
        onKeyDown={(event) => {
          if (event.key === " ") clock.toggle();
          else if (event.key === "," || event.key === ".") clock.step(event.key === "." ? 1 : -1, id);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span ref={text} className={styles.facts} data-number="" title="The frame, and how many there are" />
      {children}
    </>
  );
}
