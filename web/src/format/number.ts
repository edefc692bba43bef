const MINUS = "\u2212";

/**
 * A number in at most `digits` significant digits, with a true minus sign; integers keep all of theirs up to 15.
 * For columns and tooltips: short, and never a different number than the one logged beyond its rounding.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return `${MINUS}Inf`;
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (Number.isInteger(value) && size < 1e15) return sign + String(size);
  if (size >= 1e6 || size < 1e-4) return sign + exponential(size, digits);
  const fixed = size.toPrecision(digits);
  // Rounding up may cross into exponent form: 99999.9 in four digits.
  return sign + (fixed.includes("e") ? String(Math.round(size)) : fixed);
}

function exponential(size: number, digits: number): string {
  const [mantissa = "", exponent = ""] = size.toExponential(digits - 1).split("e");
  const trimmed = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${trimmed}e${exponent.replace("+", "").replace("-", MINUS)}`;
}

/** Every digit that the number has: what was logged. */
export function formatExact(value: number): string {
  if (Number.isNaN(value) || !Number.isFinite(value)) return formatNumber(value);
  return String(value).replace("-", MINUS).replace("e-", `e${MINUS}`).replace("e+", "e");
}

const UNITS: [number, string][] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** An axis label: 12000 is `12k`, 0.00005 is `5e−5`; all labels of an axis agree on their decimals through `step`. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (step < 1e-4 || size >= 1e15) return sign + exponential(size, 3);
  for (const [unit, letter] of UNITS) {
    if (size >= unit) return `${sign}${fixed(size / unit, step / unit)}${letter}`;
  }
  return sign + fixed(size, step);
}

const MAX_DECIMALS = 8;

/** How many decimals tell multiples of `step` exactly. */
function decimalsOf(step: number): number {
  let decimals = 0;
  for (let scaled = step; decimals < MAX_DECIMALS; decimals += 1, scaled *= 10) {
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) break;
  }
  return decimals;
}

function fixed(size: number, step: number): string {
  return size.toFixed(decimalsOf(step));
}

/** A whole number with thin spaces. By hand: the browser's formatter takes longer to make than anything that it would format here. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
