import { expect, test } from "vitest";
import { Spectrum } from "./fft";

/** By the definition. */
function naive(samples: Float32Array): number[] {
  const { length } = samples;
  return Array.from({ length: length / 2 }, (_, bin) => {
    let [re, im] = [0, 0];
    for (const [i, sample] of samples.entries()) {
      re += sample * Math.cos((2 * Math.PI * bin * i) / length);
      im -= sample * Math.sin((2 * Math.PI * bin * i) / length);
    }
    return (re ** 2 + im ** 2) * ((bin === 0 ? 1 : 2) / length) ** 2;
  });
}

/** The same numbers each time, between -1 and 1. */
function noise(length: number): Float32Array {
  let seed = 12345;
  return Float32Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed / 2 ** 30 - 1;
  });
}

test.each([2, 4, 8, 64, 512])("a window of %i samples has the spectrum of the definition", (size) => {
  const samples = noise(size);
  const found = new Float64Array(size / 2);
  new Spectrum(size, "none").powerOf(samples, 0, found);
  for (const [bin, power] of naive(samples).entries()) expect(found[bin]).toBeCloseTo(power, 10);
});

test("a full sine has the power 1 in its bin, and next to none elsewhere", () => {
  const sine = Float32Array.from({ length: 1024 }, (_, i) => Math.sin((2 * Math.PI * 32 * i) / 256));
  const power = new Float64Array(128);
  new Spectrum(256).powerOf(sine, 300, power);
  expect(power[32]).toBeCloseTo(1, 5);
  for (const [bin, each] of power.entries()) if (Math.abs(bin - 32) > 1) expect(each).toBeLessThan(1e-9);
});

test("beyond the last sample there is silence; sizes are powers of two", () => {
  const power = new Float64Array(4).fill(9);
  new Spectrum(8).powerOf(new Float32Array(3), 100, power);
  expect([...power]).toEqual([0, 0, 0, 0]);
  expect(() => new Spectrum(12)).toThrow();
});
