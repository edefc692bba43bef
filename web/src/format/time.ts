const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** 59 s, 3 m 20 s, 1 h 05 m, 2 d 03 h: at most two units, so that columns stay narrow. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  const sign = seconds < 0 ? "\u2212" : "";
  const s = Math.abs(seconds);
  if (s < 0.9995) return s === 0 ? "0s" : `${sign}${Math.round(s * 1000)}ms`;
  if (s < 10) return `${sign}${Number(s.toFixed(1))}s`;
  const whole = Math.round(s);
  if (whole < MINUTE) return `${sign}${whole}s`;
  if (whole < HOUR) return sign + two(whole, MINUTE, "m", SECOND, "s");
  if (whole < DAY) return sign + two(whole, HOUR, "h", MINUTE, "m");
  return sign + two(whole, DAY, "d", HOUR, "h");
}

function two(seconds: number, unit: number, name: string, next: number, nextName: string): string {
  const rest = Math.floor((seconds % unit) / next);
  return `${Math.floor(seconds / unit)}${name}${rest ? ` ${String(rest).padStart(2, "0")}${nextName}` : ""}`;
}

/** "just now", "5m ago", "3h ago", "2d ago", then the date. */
export function formatAgo(micros: number, nowMs = Date.now()): string {
  const seconds = nowMs / 1000 - micros / 1e6;
  if (seconds < 45) return "just now";
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / MINUTE))}m ago`;
  if (seconds < DAY) return `${Math.round(seconds / HOUR)}h ago`;
  if (seconds < 14 * DAY) return `${Math.round(seconds / DAY)}d ago`;
  return formatDate(micros);
}

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

export function formatDate(micros: number): string {
  const date = new Date(micros / 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

export function formatClock(micros: number): string {
  const date = new Date(micros / 1000);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** 14:03 for a time of the same day, with the date for an earlier one. */
export function formatSince(micros: number, nowMs = Date.now()): string {
  const clock = formatClock(micros).slice(0, 5);
  return formatDate(micros) === formatDate(nowMs * 1000) ? clock : `${formatDate(micros)} ${clock}`;
}

/** 2026-11-21 14:03:59, in the reader's time zone. */
export function formatDateTime(micros: number): string {
  return `${formatDate(micros)} ${formatClock(micros)}`;
}

/** A label on an axis of dates and times: as much of both as ticks `step` seconds apart need. */
export function formatTimeTick(micros: number, step: number): string {
  const clock = formatClock(micros);
  // Less than a second apart: without the fraction neighbours would read the same.
  if (step < SECOND) {
    const digits = Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
    const fraction = pad(((Math.round(micros) % 1e6) + 1e6) % 1e6, 6).slice(0, digits);
    return `${clock.slice(3)}.${fraction}`;
  }
  if (step >= DAY || clock === "00:00:00") return formatDate(micros).slice(5);
  return step < MINUTE ? clock : clock.slice(0, 5);
}
