const CLOCK = /^@(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const AFTER = /^@\+(?=\d)(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s?)?$/;
const DAY_MS = 86_400_000;

/**
 * The moment that a text names, in microseconds: `@14:03` or `@14:03:59`, the first such time since the run began in the
 * reader's time zone; or `@+1h20m`, so long after it began. Null for any other text.
 */
export function readMoment(text: string, began: number): number | null {
  const after = AFTER.exec(text.trim());
  if (after) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = after.slice(1).map((part) => Number(part ?? 0));
    return began + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e6;
  }
  const clock = CLOCK.exec(text.trim());
  if (!clock || Number(clock[1]) > 23 || Number(clock[2]) > 59 || Number(clock[3] ?? 0) > 59) return null;
  const beganMs = began / 1000;
  const day = new Date(beganMs);
  day.setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), 0);
  // Down to the second, as times are written: the second in which the run began is no day away.
  const moment = day.getTime() < Math.floor(beganMs / 1000) * 1000 ? day.getTime() + DAY_MS : day.getTime();
  return moment * 1000;
}
