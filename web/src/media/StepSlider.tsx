import { useEffect, useRef, useState } from "react";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import styles from "./StepSlider.module.css";

const PLAY_MS = 350;

interface Props {
  label: string;
  steps: readonly number[];
  place: number;
  /** Nobody chose a step: the newest is shown, whatever comes. */
  following: boolean;
  live: boolean;
  /** null goes back to following the newest. */
  onPlace(place: number | null): void;
}

/** Walks the steps that a key has, one notch each, however far they are apart. */
export function StepSlider({ label, steps, place, following, live, onPlace }: Props) {
  const last = steps.length - 1;
  const [playing, setPlaying] = useState(false);
  const next = useRef(() => {});
  next.current = () => {
    if (place >= last) setPlaying(false);
    else onPlace(place + 1);
  };
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => next.current(), PLAY_MS);
    return () => clearInterval(timer);
  }, [playing]);
  const play = () => {
    if (!playing && place >= last) onPlace(0);
    setPlaying(!playing);
  };
  return (
    <div className={styles.slider}>
      <IconButton
        small
        icon={playing ? "pause" : "play"}
        label={playing ? "Stop" : "Play the steps"}
        onClick={play}
      />
      <IconButton
        small
        icon="chevronLeft"
        label="Previous step"
        disabled={place <= 0}
        onClick={() => onPlace(place - 1)}
      />
      <input
        className={styles.range}
        type="range"
        min={0}
        max={last}
        step={1}
        value={place}
        aria-label={label}
        aria-valuetext={`step ${steps[place]}`}
        onChange={(event) => onPlace(Number(event.target.value))}
      />
      <IconButton
        small
        icon="chevronRight"
        label="Next step"
        disabled={place >= last}
        onClick={() => onPlace(place + 1)}
      />
      <span className={styles.step}>
        step {formatCount(steps[place] ?? 0)}{" "}
        <span className={styles.of}>/ {formatCount(steps[last] ?? 0)}</span>
      </span>
      <button
        type="button"
        className={styles.newest}
        aria-pressed={following}
        title={live ? "Follow the newest step" : "Show the newest step"}
        onClick={() => {
          setPlaying(false);
          onPlace(null);
        }}
      >
        {live ? "Follow" : "Newest"}
      </button>
    </div>
  );
}
