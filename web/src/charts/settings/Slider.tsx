import { useEffect, useRef, useState } from "react";

interface Props {
  label: string;
  value: number;
  max: number;
  step: number;
  onChange(value: number): void;
}

/** Browsers refuse more than some 20 changes of the address a second. */
const PACE_MS = 60;

/** A slider that follows the hand at once and tells of it a few times a second, of the last place for certain. */
export function Slider({ label, value, max, step, onChange }: Props) {
  const [held, setHeld] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ value, onChange });
  latest.current.onChange = onChange;
  useEffect(() => () => clearTimeout(timer.current), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the owner has the value, it is the owner's.
  useEffect(() => setHeld(null), [value]);
  const move = (next: number) => {
    setHeld(next);
    latest.current.value = next;
    if (timer.current !== undefined) return;
    latest.current.onChange(next);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (latest.current.value !== next) latest.current.onChange(latest.current.value);
    }, PACE_MS);
  };
  return (
    <input
      type="range"
      aria-label={label}
      min={0}
      max={max}
      step={step}
      value={held ?? value}
      onChange={(event) => move(event.target.valueAsNumber)}
    />
  );
}
