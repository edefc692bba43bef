import { useEffect, useRef, useState } from "react";

/** Takes a new text; `wait` is how many milliseconds typing must rest before it counts, 0 is at once. */
export type ChangeDraft = (text: string, wait?: number) => void;

/** A text being typed: what stands in the box now, while its owner learns of it when typing rests for `delay` ms. */
export function useDraft(
  value: string,
  onChange: (value: string) => void,
  delay: number,
): [string, ChangeDraft] {
  const [draft, setDraft] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    setDraft(value);
    return () => clearTimeout(timer.current);
  }, [value]);

  const change: ChangeDraft = (next, wait = delay) => {
    setDraft(next);
    clearTimeout(timer.current);
    if (wait === 0) onChange(next);
    else timer.current = setTimeout(() => onChange(next), wait);
  };
  return [draft, change];
}
