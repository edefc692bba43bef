import { useEffect, useRef, useState } from "react";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import styles from "./StepSlider.module.css";
import { nearestStep, stepAway } from "./steps";

const PLAY_MS = 350;

interface Props {
  label: string;
  steps: readonly number[];
  /** The step asked for, which may lie between those there are; null follows the newest, whatever comes. */
  wanted: number | null;
  live: boolean;
  /** null goes back to following the newest. */
  onStep(step: number | null): void;
}

/** Walks the steps there are, one notch each, however far they are apart; any other can be typed. */
export function StepSlider({ label, steps, wanted, live, onStep }: Props) {
  const last = steps.length - 1;
  const place = nearestStep(steps, wanted);
  const [playing, setPlaying] = useState(false);
  const next = useRef(() => {});
  next.current = () => {
    if (place >= last) setPlaying(false);
    else onStep(steps[place + 1] ?? null);
  };
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => next.current(), PLAY_MS);
    return () => clearInterval(timer);
  }, [playing]);
  const play = () => {
    if (!playing && place >= last) onStep(steps[0] ?? null);
    setPlaying(!playing);
  };
  return (
    <div className={styles.slider}>
      <IconButton
        small
        icon={playing ? "pause" : "play"}
        label={playing ? "Stop" : "Play the steps"}
        disabled={last < 1}
        onClick={play}
      />
      <IconButton
        small
        icon="chevronLeft"
        label="Previous step"
        disabled={place <= 0}
        onClick={() => onStep(stepAway(steps, wanted, -1))}
      />
      <input
        className={styles.range}
        type="range"
        min={0}
        max={Math.max(last, 0)}
        step={1}
        value={place}
        disabled={last < 1}
        aria-label={label}
        aria-valuetext={`step ${steps[place]}`}
        onChange={(event) => onStep(steps[Number(event.target.value)] ?? null)}
      />
      <IconButton
        small
        icon="chevronRight"
        label="Next step"
        disabled={place >= last}
        onClick={() => onStep(stepAway(steps, wanted, 1))}
      />
      <StepField label={label} step={wanted ?? steps[last] ?? 0} onStep={onStep} />
      <span className={styles.of}>/ {formatCount(steps[last] ?? 0)}</span>
      <button
        type="button"
        className={styles.newest}
        aria-pressed={wanted === null}
        title={live ? "Follow the newest step" : "Show the newest step"}
        onClick={() => {
          setPlaying(false);
          onStep(wanted === null ? (steps[last] ?? null) : null);
        }}
      >
        {live ? "Follow" : "Newest"}
      </button>
    </div>
  );
}

/** The step as a number that one can type over; Enter goes there. */
function StepField({ label, step, onStep }: { label: string; step: number; onStep(step: number): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? Number.NaN : Number(draft.replace(/[\s,_']/g, "").replace("\u2212", "-"));
  const valid = draft === null || (draft.trim() !== "" && Number.isSafeInteger(typed));
  return (
    <label className={styles.step}>
      step{" "}
      <input
        className={styles.field}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        aria-label={`${label}, typed`}
        aria-invalid={!valid}
        title="Type a step; Enter goes there"
        data-number=""
        size={Math.max(4, formatCount(step).length)}
        value={draft ?? formatCount(step)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setDraft(null);
          if (event.key !== "Enter" || draft === null || !valid) return;
          setDraft(null);
          onStep(typed);
        }}
      />
    </label>
  );
}
