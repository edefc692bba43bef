/** From values to a length, with the places for ticks: what every panel but the line charts draws its axes with. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly log: boolean;
  /** About `count` round values within the domain, ascending, and the step between them (0 where there is none). */
  ticks(count: number): { values: number[]; step: number };
  invert(place: number): number;
}

export function linearScale([low, high]: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = range;
  const factor = (to - from) / (high - low || 1);
  const scale = (value: number) => from + (value - low) * factor;
  return Object.assign(scale, {
    domain: [low, high] as const,
    range,
    log: false,
    ticks: (count: number) => {
      const step = roundStep((high - low) / Math.max(1, count));
      return { values: multiples(low, high, step), step };
    },
    invert: (place: number) => low + (place - from) / factor,
  });
}

/** `low` must be above zero. */
export function logScale([low, high]: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = range;
  const first = Math.log10(low);
  const factor = (to - from) / (Math.log10(high) - first || 1);
  const scale = (value: number) => from + (Math.log10(value) - first) * factor;
  return Object.assign(scale, {
    domain: [low, high] as const,
    range,
    log: true,
    ticks: (count: number) => ({ values: logTicks(low, high, count), step: 0 }),
    invert: (place: number) => 10 ** (first + (place - from) / factor),
  });
}

/** 1, 2 or 5 times a power of ten, not less than `least`. */
export function roundStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function multiples(low: number, high: number, step: number): number[] {
  const values: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9 && values.length < 1000; k += 1) {
    values.push(Number((k * step).toPrecision(12)) + 0);
  }
  return values;
}

/** Powers of ten, thinned out where there are many, with 2 and 5 between them where there are few. */
function logTicks(low: number, high: number, count: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  if (decades >= 3 || decades >= count) {
    const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)));
    return Array.from({ length: Math.ceil(decades / stride) }, (_, i) => Number(`1e${first + i * stride}`));
  }
  const ticks: number[] = [];
  for (let power = first - 1; power <= last + 1; power += 1) {
    for (const factor of [1, 2, 5]) {
      const value = Number((factor * 10 ** power).toPrecision(12));
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks;
}

/** The least and greatest of the finite values with some air; null where there is none, or none above zero for `log`. */
export function domainOf(values: Iterable<number>, log = false): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  if (log) return low === high ? [low / 2, high * 2] : [low / 1.15, high * 1.15];
  if (low === high) {
    const air = Math.abs(low) * 0.1 || 1;
    return [low - air, high + air];
  }
  const air = (high - low) * 0.05;
  return [low - air, high + air];
}

export const scaleOf = (
  domain: readonly [number, number],
  range: readonly [number, number],
  log: boolean,
): Scale => (log ? logScale : linearScale)(domain, range);
