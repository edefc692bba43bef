import { expect, test } from "vitest";
import { seenPart } from "./projection";

/** What must be traced: all points that are seen, and the nearest ones beyond both edges. */
function naive(xs: number[], ys: number[], from: number, until: number): number[] {
  const points = xs.map((_, i) => i).filter((i) => !Number.isNaN(ys[i]));
  const before = points.filter((i) => (xs[i] as number) < from).at(-1);
  const behind = points.find((i) => (xs[i] as number) > until);
  const within = points.filter((i) => (xs[i] as number) >= from && (xs[i] as number) <= until);
  return [before, ...within, behind].filter((i) => i !== undefined);
}

test("a zoomed line is traced from the last point before the window to the first behind it", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 500; round += 1) {
    const xs = Array.from({ length: Math.floor(random() * 12) }, (_, i) => i * 2 + Math.floor(random() * 2));
    const ys = xs.map((x) => (random() < 0.4 ? Number.NaN : x));
    const from = Math.floor(random() * 30) - 3;
    const until = from + Math.floor(random() * 20);
    const to = { x: (x: number) => x, y: (y: number) => y, from, until };
    const [first, end] = seenPart(Float64Array.from(xs), Float64Array.from(ys), to);
    const traced = xs.map((_, i) => i).filter((i) => i >= first && i < end);
    expect(traced).toEqual(expect.arrayContaining(naive(xs, ys, from, until)));
    // Nothing is drawn that lies two points beyond an edge.
    expect(traced.filter((i) => !Number.isNaN(ys[i]) && (xs[i] as number) < from).length).toBeLessThan(2);
    expect(traced.filter((i) => !Number.isNaN(ys[i]) && (xs[i] as number) > until).length).toBeLessThan(2);
  }
});
