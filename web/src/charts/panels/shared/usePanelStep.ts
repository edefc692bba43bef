import { useCallback, useEffect, useRef, useState } from "react";

/** Dragging through steps reaches the address once it rests: browsers refuse one that changes too often. */
const REST_MS = 120;

/** The step that a panel stands at, also while its slider is dragged; null, and the empty text, are the newest. */
export function usePanelStep(
  said: string,
  onChange: (change: { step: string | undefined }) => void,
): [step: number | null, go: (step: number | null) => void] {
  const [draft, setDraft] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = useCallback((step: number | null) => {
    clearTimeout(timer.current);
    setDraft(step);
    const write = () => {
      setDraft(null);
      latest.current({ step: step === null ? undefined : String(step) });
    };
    if (step === null) write();
    else timer.current = setTimeout(write, REST_MS);
  }, []);
  const number = Number(said || Number.NaN);
  return [draft ?? (Number.isNaN(number) ? null : number), go];
}
