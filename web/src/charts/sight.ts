import { createContext, useContext, useEffect, useState } from "react";

/** By then what is in sight is likely to have its answers. */
const TURN_MS = 300;

const Sight = createContext(true);
export const SightProvider = Sight.Provider;

/** Whether a panel is in sight, and not only near it. */
export const useInSight = (): boolean => useContext(Sight);

/**
 * Whether it is a panel's turn to ask this question: at once if it is in sight; what is only near it must not keep the others
 * waiting. `question` has to stay the same object while it does.
 */
export function useTurn(question: object): boolean {
  const inSight = useInSight();
  const [waited, setWaited] = useState<object | null>(null);
  const waits = !inSight && waited !== question;
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => setWaited(question), TURN_MS);
    return () => clearTimeout(timer);
  }, [waits, question]);
  return !waits;
}
