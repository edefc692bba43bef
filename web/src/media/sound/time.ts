/** A position in a sound or film: `0:04.2`, `1:02:03.0`. */
export function sayTime(secs: number): string {
  const tenths = Math.round(Math.max(0, secs) * 10);
  const [minutes, rest] = [Math.floor(tenths / 600), (tenths % 600) / 10];
  const hours = Math.floor(minutes / 60);
  const seconds = rest.toFixed(1).padStart(4, "0");
  return hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}
