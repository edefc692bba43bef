/** The power spectrum of windows of one size, a power of two. */
export class Spectrum {
  readonly size: number;
  private readonly window: Float64Array;
  private readonly turns: { cos: Float64Array; sin: Float64Array };
  private readonly places: Uint32Array;
  private readonly real: Float64Array;
  private readonly imaginary: Float64Array;
  /** A sine of amplitude 1 at the middle of a bin has the power 1. */
  private readonly unit: number;

  constructor(size: number, shape: "hann" | "none" = "hann") {
    if (size < 2 || (size & (size - 1)) !== 0) throw new Error(`${size} is no power of two`);
    this.size = size;
    this.window = Float64Array.from({ length: size }, (_, i) =>
      shape === "hann" ? 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size) : 1,
    );
    this.unit = 2 / this.window.reduce((sum, weight) => sum + weight, 0);
    this.turns = {
      cos: Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size)),
      sin: Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size)),
    };
    const bits = Math.log2(size);
    this.places = Uint32Array.from({ length: size }, (_, i) => {
      let place = 0;
      for (let bit = 0; bit < bits; bit += 1) place |= ((i >> bit) & 1) << (bits - 1 - bit);
      return place;
    });
    this.real = new Float64Array(size);
    this.imaginary = new Float64Array(size);
  }

  /** Writes the power of the bins 0 to `size / 2 - 1` of the samples from `from` on into `power`; samples that are not there are 0. */
  powerOf(samples: Float32Array, from: number, power: Float64Array): void {
    const { size, real, imaginary, window, places } = this;
    for (let i = 0; i < size; i += 1) {
      real[places[i] as number] = (samples[from + i] ?? 0) * (window[i] as number);
    }
    imaginary.fill(0);
    for (let half = 1; half < size; half *= 2) this.combine(half);
    for (let bin = 0; bin < size / 2; bin += 1) {
      // The mean has no mirror image that its power would be shared with.
      const unit = bin === 0 ? this.unit / 2 : this.unit;
      power[bin] = ((real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2) * unit ** 2;
    }
  }

  /** Puts pairs of spectra of `half` samples together. */
  private combine(half: number): void {
    const { size, real, imaginary, turns } = this;
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let i = 0; i < half; i += 1) {
        const [even, odd] = [start + i, start + i + half];
        const cos = turns.cos[i * stride] as number;
        const sin = turns.sin[i * stride] as number;
        const re = (real[odd] as number) * cos - (imaginary[odd] as number) * sin;
        const im = (real[odd] as number) * sin + (imaginary[odd] as number) * cos;
        real[odd] = (real[even] as number) - re;
        imaginary[odd] = (imaginary[even] as number) - im;
        real[even] = (real[even] as number) + re;
        imaginary[even] = (imaginary[even] as number) + im;
      }
    }
  }
}
