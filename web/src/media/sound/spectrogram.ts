import { Spectrum } from "./fft";

/** Levels of 0 to 255 from the floor to full scale: `levels[column * bins + bin]`, low tones first. */
export interface Spectrogram {
  columns: number;
  bins: number;
  levels: Uint8Array;
}

/** Decibels under a full-scale sine that are still told apart. */
export const FLOOR_DB = 90;
/** An hour has more windows than anybody sees: these are spread over it evenly. */
const MOST_WINDOWS = 20_000;
const MOST_COLUMNS = 800;
const LEAST_SIZE = 128;
const MOST_SIZE = 1024;
/** Windows are about so long: a syllable is several, a tone of 100 Hz is two bins wide. */
const WINDOW_SECS = 0.025;

export const windowSize = (rateHz: number): number =>
  Math.max(LEAST_SIZE, Math.min(MOST_SIZE, 2 ** Math.ceil(Math.log2(rateHz * WINDOW_SECS))));

/** The level of a power: 255 is that of a full-scale sine. */
export function levelOf(power: number): number {
  const db = 10 * Math.log10(Math.max(power, 1e-30));
  return Math.round(255 * Math.max(0, Math.min(1, 1 + db / FLOOR_DB)));
}

/** Looks at a sound that comes piece by piece. A column has the greatest power of its windows, so that a click stays. */
export class SpectrogramMeter {
  private readonly spectrum: Spectrum;
  private readonly hop: number;
  private readonly windows: number;
  private readonly columns: number;
  private readonly power: Float64Array;
  private readonly greatest: Float64Array;
  /** Samples that windows to come still need; the first of them is number `begin`. */
  private rest = new Float32Array(0);
  private begin = 0;
  private next = 0;

  constructor(frames: number, rateHz: number) {
    const size = windowSize(rateHz);
    this.spectrum = new Spectrum(size);
    this.hop = Math.max(size / 2, Math.ceil(frames / MOST_WINDOWS));
    this.windows = Math.max(1, Math.ceil(Math.max(1, frames - size / 2) / this.hop));
    this.columns = Math.min(MOST_COLUMNS, this.windows);
    this.power = new Float64Array(size / 2);
    this.greatest = new Float64Array(this.columns * (size / 2));
  }

  add(samples: Float32Array): void {
    const all = new Float32Array(this.rest.length + samples.length);
    all.set(this.rest);
    all.set(samples, this.rest.length);
    const end = this.begin + all.length;
    while (this.next < this.windows && this.next * this.hop + this.spectrum.size <= end) this.look(all);
    const needed = Math.min(end, this.next * this.hop);
    this.rest = all.slice(Math.max(0, needed - this.begin));
    this.begin = Math.max(this.begin, needed);
  }

  end(): Spectrogram {
    while (this.next < this.windows) this.look(this.rest);
    return {
      columns: this.columns,
      bins: this.spectrum.size / 2,
      levels: Uint8Array.from(this.greatest, levelOf),
    };
  }

  private look(samples: Float32Array): void {
    this.spectrum.powerOf(samples, this.next * this.hop - this.begin, this.power);
    const from = Math.floor((this.next * this.columns) / this.windows) * this.power.length;
    for (const [bin, power] of this.power.entries()) {
      if (power > (this.greatest[from + bin] as number)) this.greatest[from + bin] = power;
    }
    this.next += 1;
  }
}
