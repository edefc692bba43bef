/** Nobody sees less: it is left alone. */
const FINE_SECS = 0.02;
/** More than this is not caught up with but jumped over. */
const FAR_SECS = 0.3;
const MOST_SHARE = 0.12;

/** What brings a film back to the clock: another speed for a while, or a jump. `driftSecs` is how far it is ahead. */
export function correction(driftSecs: number, speed: number): { jump: boolean; speed: number } {
  const away = Math.abs(driftSecs);
  if (away <= FINE_SECS) return { jump: false, speed };
  if (away > FAR_SECS * Math.max(1, speed)) return { jump: true, speed };
  const share = Math.max(-MOST_SHARE, Math.min(MOST_SHARE, driftSecs));
  return { jump: false, speed: speed * (1 - share) };
}
