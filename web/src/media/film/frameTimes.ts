/** When each frame of a film is shown. */
export interface FrameTimes {
  count: number;
  durationSecs: number;
  /** The frame that is shown at a position, the first or last one outside. */
  at(secs: number): number;
  /** The middle of a frame: a position that no rounding takes to its neighbour. */
  middle(frame: number): number;
}

/** Frames a second where a film does not say. */
export const USUAL_FPS = 30;

/** So many frames a second, each as long as the others. */
export function evenFrames(fps: number, count: number): FrameTimes {
  const last = Math.max(0, count - 1);
  return {
    count: Math.max(1, count),
    durationSecs: Math.max(1, count) / fps,
    // A position that was meant as a frame's beginning may lie a hair before it.
    at: (secs) => Math.max(0, Math.min(last, Math.floor(secs * fps + 1e-6))),
    middle: (frame) => (Math.max(0, Math.min(last, frame)) + 0.5) / fps,
  };
}

/** Frames that are shown for so many seconds each. */
export function unevenFrames(delaysSecs: readonly number[]): FrameTimes {
  const begins = [0];
  for (const delay of delaysSecs) begins.push((begins.at(-1) ?? 0) + delay);
  const last = Math.max(0, delaysSecs.length - 1);
  return {
    count: Math.max(1, delaysSecs.length),
    durationSecs: begins.at(-1) ?? 0,
    at: (secs) => {
      let [low, high] = [0, last];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((begins[middle] ?? 0) <= secs + 1e-6) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    middle: (frame) => {
      const at = Math.max(0, Math.min(last, frame));
      return (begins[at] ?? 0) + (delaysSecs[at] ?? 0) / 2;
    },
  };
}

/** What the facts of a film say of its frames; a film that only says how long it is gets the usual ones. */
export function framesOfFacts(
  { fps, frames, duration_secs: secs }: { fps?: unknown; frames?: unknown; duration_secs?: unknown },
  toldSecs: number,
): FrameTimes {
  const rate = typeof fps === "number" && fps > 0 ? fps : USUAL_FPS;
  const duration = toldSecs > 0 ? toldSecs : typeof secs === "number" ? secs : 0;
  const count = typeof frames === "number" && frames > 0 ? frames : Math.round(duration * rate);
  return evenFrames(rate, count);
}
