/** How often a page was loaded again by itself in a row, and when last, in milliseconds since the epoch. */
export interface Comebacks {
  count: number;
  time_ms: number;
}

const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;
/** After so long without one, the next is the first again. */
const FORGOTTEN_MS = 300_000;
const KEY = "runstone.comebacks";

/** How long a page waits before it loads itself again: ever longer, so that what stays broken does not flicker. */
export function waitBefore({ count, time_ms: last }: Comebacks, nowMs: number): number {
  if (nowMs - last > FORGOTTEN_MS || nowMs < last) return FIRST_MS;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** count);
}

export const after = (before: Comebacks, nowMs: number): Comebacks => ({
  count: nowMs - before.time_ms > FORGOTTEN_MS ? 1 : before.count + 1,
  time_ms: nowMs,
});

const NONE: Comebacks = { count: 0, time_ms: 0 };

export function rememberedComebacks(): Comebacks {
  try {
    const { count, time_ms } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Comebacks>;
    return typeof count === "number" && typeof time_ms === "number" ? { count, time_ms } : NONE;
  } catch {
    return NONE;
  }
}

/** Gives whether it could be written down: a page that cannot count must not load itself again. */
export function rememberComebacks(comebacks: Comebacks): boolean {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(comebacks));
    return true;
  } catch {
    return false;
  }
}
