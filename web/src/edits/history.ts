import { create } from "zustand";
import type { RunsEdit } from "@/api/edits";

const MOST_KEPT = 50;

/** An edit that was made, and what takes it back. */
export interface Step {
  /** What was done, as a sentence. */
  what: string;
  edits: readonly RunsEdit[];
  /** Of what is no edit of runs: takes it back. */
  act?: Act;
}

/** Does something, and gives what takes that back. */
export type Act = () => Promise<Act>;

export type Toast =
  /** `done` of `total` runs are changed; `stop` leaves it there. */
  | { kind: "busy"; text: string; progress?: { done: number; total: number; stop(): void } }
  | { kind: "done"; text: string; undo: boolean }
  | { kind: "failed"; text: string; hint: string | null; undo?: boolean };

interface History {
  past: readonly Step[];
  future: readonly Step[];
  toast: Toast | null;
  say(toast: Toast | null): void;
  /** A new edit was made: what was taken back before can no longer be redone. */
  add(step: Step): void;
}

/** The edits of this tab, so that the last one can be taken back, and the one before it. */
export const useHistory = create<History>((set) => ({
  past: [],
  future: [],
  toast: null,
  say: (toast) => set({ toast }),
  add: (step) => set(({ past }) => ({ past: [...past, step].slice(-MOST_KEPT), future: [] })),
}));

export type Side = "past" | "future";

const setSide = (side: Side, steps: readonly Step[]): void =>
  useHistory.setState(side === "past" ? { past: steps } : { future: steps });

/** Takes the last step off one side. */
export function takeStep(side: Side): Step | undefined {
  const steps = useHistory.getState()[side];
  setSide(side, steps.slice(0, -1));
  return steps.at(-1);
}

/** Puts a step on one side. */
export const putStep = (side: Side, step: Step): void =>
  setSide(side, [...useHistory.getState()[side], step].slice(-MOST_KEPT));
