import { PeakMeter, type Peaks } from "./peaks";
import { type Spectrogram, SpectrogramMeter } from "./spectrogram";

/** What is drawn of a sound. */
export interface Analysis {
  durationSecs: number;
  rateHz: number;
  /** One a channel; a sound of more than two channels has one for all of them. */
  lanes: Peaks[];
  spectrogram: Spectrogram;
}

/** As many as the widest card has pixels. */
const STRETCHES = 4096;
const MOST_LANES = 2;

/** Looks at a sound piece by piece, in memory that does not grow with it. */
export class Analyser {
  private readonly frames: number;
  private readonly rateHz: number;
  private readonly joined: boolean;
  private readonly meters: PeakMeter[];
  private readonly spectrogram: SpectrogramMeter;

  constructor(frames: number, rateHz: number, channels: number) {
    this.frames = frames;
    this.rateHz = rateHz;
    this.joined = channels > MOST_LANES;
    const lanes = this.joined ? 1 : channels;
    this.meters = Array.from({ length: lanes }, () => new PeakMeter(frames, STRETCHES));
    this.spectrogram = new SpectrogramMeter(frames, rateHz);
  }

  add(channels: readonly Float32Array[]): void {
    if (this.joined) this.meters[0]?.add(channels);
    else for (const [i, meter] of this.meters.entries()) meter.add(channels.slice(i, i + 1));
    this.spectrogram.add(mixed(channels));
  }

  end(): Analysis {
    return {
      durationSecs: this.frames / this.rateHz,
      rateHz: this.rateHz,
      lanes: this.meters.map((meter) => meter.end()),
      spectrogram: this.spectrogram.end(),
    };
  }
}

function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = channels;
  if (channels.length < 2) return first;
  return first.map((_, i) => channels.reduce((sum, each) => sum + (each[i] as number), 0) / channels.length);
}
