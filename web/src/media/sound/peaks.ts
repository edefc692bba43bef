/** The least and greatest sample of each stretch of a sound; those of an empty stretch are 0. */
export interface Peaks {
  low: Float32Array;
  high: Float32Array;
}

/** Finds the peaks of a sound that comes piece by piece, and whose length is known. */
export class PeakMeter {
  readonly peaks: Peaks;
  private readonly frames: number;
  private at = 0;

  constructor(frames: number, stretches: number) {
    const length = Math.max(1, Math.min(stretches, frames));
    this.frames = Math.max(1, frames);
    this.peaks = { low: new Float32Array(length), high: new Float32Array(length) };
    this.peaks.low.fill(Number.POSITIVE_INFINITY);
    this.peaks.high.fill(Number.NEGATIVE_INFINITY);
  }

  /** The next samples; several channels of the same stretch make one lane. */
  add(channels: readonly Float32Array[]): void {
    const { low, high } = this.peaks;
    const length = channels[0]?.length ?? 0;
    for (const samples of channels) {
      for (let i = 0; i < length; i += 1) {
        const stretch = Math.min(low.length - 1, Math.floor(((this.at + i) / this.frames) * low.length));
        const sample = samples[i] as number;
        if (sample < (low[stretch] as number)) low[stretch] = sample;
        if (sample > (high[stretch] as number)) high[stretch] = sample;
      }
    }
    this.at += length;
  }

  end(): Peaks {
    const { low, high } = this.peaks;
    for (let i = 0; i < low.length; i += 1) {
      if ((low[i] as number) > (high[i] as number)) low[i] = high[i] = 0;
    }
    return this.peaks;
  }
}

/** The same peaks in fewer stretches: each extreme is in one of them. As many or more stay as they are. */
export function thinned({ low, high }: Peaks, stretches: number): Peaks {
  if (stretches >= low.length || stretches < 1) return { low, high };
  const found = { low: new Float32Array(stretches), high: new Float32Array(stretches) };
  for (let to = 0; to < stretches; to += 1) {
    const first = Math.floor((to * low.length) / stretches);
    const last = Math.floor(((to + 1) * low.length) / stretches);
    let [least, greatest] = [low[first] as number, high[first] as number];
    for (let from = first + 1; from < last; from += 1) {
      least = Math.min(least, low[from] as number);
      greatest = Math.max(greatest, high[from] as number);
    }
    found.low[to] = least;
    found.high[to] = greatest;
  }
  return found;
}
