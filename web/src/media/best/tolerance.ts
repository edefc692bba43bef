const KEY = "runstone.best.tolerance.";
export const DEFAULT_TOLERANCE = 20;
export const MOST_TOLERANCE = 100_000;

/** How far media may lie from a metric's best step in a project: a habit of this browser. */
export function rememberedTolerance(project: string): number {
  const said = localStorage.getItem(KEY + project);
  return (said === null ? null : parseTolerance(said)) ?? DEFAULT_TOLERANCE;
}

export const rememberTolerance = (project: string, tolerance: number): void =>
  localStorage.setItem(KEY + project, String(tolerance));

/** null for a text that is no whole number from 0 to 100,000. */
export function parseTolerance(text: string): number | null {
  const value = Number(text.replace(/[\s,]/g, ""));
  return text.trim() !== "" && Number.isInteger(value) && value >= 0 && value <= MOST_TOLERANCE
    ? value
    : null;
}
