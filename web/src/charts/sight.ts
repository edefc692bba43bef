import { createContext, useContext, useEffect, useReducer, useRef, useState } from "react";
import { panelsUnderway } from "@/api/panels";

/** By then what is in sight is likely to have its answers. */
const TURN_MS = 300;
/** Where a server never gets to an end, what is near is not kept waiting for ever. */
const MOST_TURNS = 10;
/** A browser that is never idle, or does not tell, draws by then. */
const IDLE_MS = 500;

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
  useEffect(() => (waits ? nextTurn(() => setWaited(question)) : undefined), [waits, question]);
  return !waits;
}

/** A value as it is, or as it was when the browser was last idle if the panel is only near what is in sight. */
export function useSettled<T extends string | number>(value: T): T {
  const inSight = useInSight();
  const settled = useRef(value);
  const [, render] = useReducer((times: number) => times + 1, 0);
  if (inSight) settled.current = value;
  const isOld = settled.current !== value;
  useEffect(() => {
    if (!isOld) return;
    let isOver = false;
    whenIdle(() => {
      if (isOver) return;
      settled.current = value;
      render();
    });
    return () => {
      isOver = true;
    };
  }, [isOld, value]);
  return settled.current;
}

let waiting = new Set<() => void>();

/** All that wait have their turn together, so that they ask together: when nobody waits for an answer. Returns what leaves the queue. */
function nextTurn(act: () => void): () => void {
  if (waiting.size === 0) wait(waiting, MOST_TURNS);
  const queue = waiting.add(act);
  return () => queue.delete(act);
}

function wait(queue: Set<() => void>, turns: number): void {
  setTimeout(() => {
    if (panelsUnderway() > 0 && turns > 1) return wait(queue, turns - 1);
    if (queue === waiting) waiting = new Set();
    for (const act of queue) act();
  }, TURN_MS);
}

/** Calls `act` when the browser has nothing better to do. */
export function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: IDLE_MS });
  else setTimeout(act, IDLE_MS);
}
