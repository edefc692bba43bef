/** What is known of a sample: enough for its spread and for comparing two. */
export interface Sample {
  count: number;
  mean: number;
  std: number;
}

/** The natural logarithm of the gamma function, by Lanczos; for x > 0. */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  const sum = terms.reduce((total, term, place) => total + term / (y + place + 1), 0.9999999999998099);
  const t = y + terms.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised incomplete beta function, by its continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let fraction = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return (front * fraction) / a;
}

/** How likely Student's t with these degrees of freedom is at least as far from 0 as `t`. */
export const tTails = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/**
 * Welch's t test: how likely two samples of one mean would differ as much as these. Null where a sample is too small for
 * a spread; two samples without any spread are equal (1) or not (0).
 */
export function welch(a: Sample, b: Sample): number | null {
  if (a.count < 2 || b.count < 2) return null;
  const va = a.std ** 2 / a.count;
  const vb = b.std ** 2 / b.count;
  if (va + vb === 0) return a.mean === b.mean ? 1 : 0;
  const t = (a.mean - b.mean) / Math.sqrt(va + vb);
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.count - 1) + vb ** 2 / (b.count - 1));
  return tTails(t, freedom);
}

/** The distribution function of the standard normal distribution. */
function normal(x: number): number {
  const tails = x === 0 ? 1 : incompleteGammaQ(0.5, (x * x) / 2);
  return x < 0 ? tails / 2 : 1 - tails / 2;
}

/** The upper regularised incomplete gamma function: by its series near 0, by its continued fraction beyond. */
function incompleteGammaQ(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n <= 500 && term > sum * 1e-16; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= 500; n += 1) {
    const part = -n * (n - a);
    b += 2;
    d = 1 / (part * d + b);
    c = b + part / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

const REACH = 8;
const STEPS = 1_600;
const maxima = new Map<number, number>();

/** The expected greatest of `count` draws from a standard normal distribution. */
export function expectedMaximum(count: number): number {
  const known = maxima.get(count) ?? integrateMaximum(count);
  maxima.set(count, known);
  return known;
}

function integrateMaximum(count: number): number {
  if (count < 2) return 0;
  // E[max] is the integral of (x > 0) − P(max ≤ x), by the midpoint rule.
  const width = (2 * REACH) / STEPS;
  let sum = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const x = -REACH + (step + 0.5) * width;
    sum += (x > 0 ? 1 : 0) - normal(x) ** count;
  }
  return sum * width;
}

/**
 * By how much the standard deviation of a sample of normal draws is too small on average: divided by this, it is right.
 */
export const spreadBias = (count: number): number =>
  Math.sqrt(2 / (count - 1)) * Math.exp(logGamma(count / 2) - logGamma((count - 1) / 2));

/**
 * Grubbs' test: how likely the greatest of `count` normal draws is at least `reach` standard deviations of the sample above
 * its mean, both of which it is a part of. An upper bound that is exact where it is small.
 */
export function outlierTail(reach: number, count: number): number {
  if (reach <= 0) return 1;
  const room = (count - 1) ** 2 - count * reach ** 2;
  // No value of a sample lies farther out than (n − 1) / √n.
  if (room <= 0) return 0;
  const t = reach * Math.sqrt((count * (count - 2)) / room);
  return Math.min(1, (count * tTails(t, count - 2)) / 2);
}
