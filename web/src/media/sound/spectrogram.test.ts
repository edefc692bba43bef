import { expect, test } from "vitest";
import { levelOf, SpectrogramMeter, windowSize } from "./spectrogram";

const tone = (frames: number, rateHz: number, hz: number, from = 0, to = frames) =>
  Float32Array.from({ length: frames }, (_, i) =>
    i >= from && i < to ? Math.sin((2 * Math.PI * hz * i) / rateHz) : 0,
  );

function meter(samples: Float32Array, rateHz: number, piece: number) {
  const found = new SpectrogramMeter(samples.length, rateHz);
  for (let at = 0; at < samples.length; at += piece) found.add(samples.subarray(at, at + piece));
  return found.end();
}

test("a tone is where it is, in pitch and in time", () => {
  const { columns, bins, levels } = meter(tone(16_000, 16_000, 1000, 8000), 16_000, 333);
  const loudest = Array.from({ length: columns }, (_, column) => {
    const part = levels.subarray(column * bins, (column + 1) * bins);
    return [part.indexOf(Math.max(...part)), Math.max(...part)] as const;
  });
  const [late, early] = [loudest[Math.floor(columns * 0.75)], loudest[Math.floor(columns * 0.25)]];
  expect(late?.[0]).toBe(Math.round((1000 / 8000) * bins));
  expect(late?.[1]).toBeGreaterThan(250);
  expect(early?.[1]).toBe(0);
});

test("how a sound is cut into pieces does not matter", () => {
  const samples = tone(5000, 8000, 440);
  expect(meter(samples, 8000, 1)).toEqual(meter(samples, 8000, 5000));
});

test("a long sound has no more columns than fit, and a click stays in it", () => {
  const samples = new Float32Array(3_000_000);
  samples[1_500_000] = 1;
  const { columns, bins, levels } = meter(samples, 8000, 65_536);
  expect(columns).toBe(800);
  expect(levels.length).toBe(columns * bins);
  expect(Math.max(...levels.subarray(395 * bins, 405 * bins))).toBeGreaterThan(100);
});

test("a sound shorter than a window, and none at all, have one column", () => {
  expect(meter(tone(10, 8000, 440), 8000, 10).columns).toBe(1);
  expect(new SpectrogramMeter(0, 8000).end().columns).toBe(1);
});

test("levels are decibels, windows follow the rate", () => {
  expect([levelOf(1), levelOf(0), levelOf(10 ** -4.5)]).toEqual([255, 0, 128]);
  expect([8000, 16_000, 48_000, 192_000].map(windowSize)).toEqual([256, 512, 1024, 1024]);
});
