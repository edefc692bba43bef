import { expect, test } from "vitest";
import { PeakMeter, thinned } from "./peaks";

/** A sound with one sample far out, in pieces of uneven lengths. */
function meter(frames: number, stretches: number, spike: number, pieces: readonly number[]) {
  const samples = Float32Array.from({ length: frames }, (_, i) => Math.sin(i) / 4);
  samples[spike] = -0.9;
  const found = new PeakMeter(frames, stretches);
  for (let at = 0, i = 0; at < frames; i += 1) {
    const length = pieces[i % pieces.length] as number;
    found.add([samples.subarray(at, at + length)]);
    at += length;
  }
  return found.end();
}

test.each([
  [1000, 7],
  [1000, 999],
  [1000, 1000],
  [3, 10],
  [65_537, 256],
])("no extreme of %i samples is lost in %i stretches, nor when they are thinned", (frames, stretches) => {
  for (const spike of [0, Math.floor(frames / 3), frames - 1]) {
    const peaks = meter(frames, stretches, spike, [1, 17, 400]);
    for (let columns = 1; columns <= peaks.low.length; columns = columns * 3 + 1) {
      const { low, high } = thinned(peaks, columns);
      expect(Math.min(...low)).toBeCloseTo(-0.9);
      expect(Math.max(...high)).toBe(Math.max(...peaks.high));
      expect(low).toHaveLength(columns);
    }
    // It stands where it was heard.
    const at = peaks.low.indexOf(Math.min(...peaks.low)) / peaks.low.length;
    expect(Math.abs(at - spike / frames)).toBeLessThanOrEqual(1 / peaks.low.length);
  }
});

test("how a sound is cut into pieces does not matter", () => {
  expect(meter(5000, 64, 77, [1])).toEqual(meter(5000, 64, 77, [4999, 1]));
});

test("channels of one lane are one envelope; what is missing is silence", () => {
  const found = new PeakMeter(4, 2);
  found.add([Float32Array.of(0.1, 0.2), Float32Array.of(-0.5, 0)]);
  const { low, high } = found.end();
  expect([low[0], high[0], low[1], high[1]].map((each) => Math.round((each ?? 0) * 10))).toEqual([
    -5, 2, 0, 0,
  ]);
});
