import { Analyser, type Analysis } from "./analysis";
import { readSamples, readWavForm, type WavForm } from "./wav";

/** A WAV file to be read piece by piece, or what the browser has decoded. */
export type AnalysisAsk = { url: string } | { channels: Float32Array<ArrayBuffer>[]; rateHz: number };
export type AnalysisAnswer = { analysis: Analysis } | { unread: true } | { failed: string };

const HEAD_BYTES = 65_536;
const PIECE_FRAMES = 65_536;

self.onmessage = async ({ data }: MessageEvent<AnalysisAsk>) => {
  let answer: AnalysisAnswer;
  try {
    const analysis = "url" in data ? await ofFile(data.url) : ofSamples(data.channels, data.rateHz);
    answer = analysis === null ? { unread: true } : { analysis };
  } catch (error) {
    answer = { failed: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
};

function ofSamples(channels: readonly Float32Array[], rateHz: number): Analysis {
  const frames = channels[0]?.length ?? 0;
  const analyser = new Analyser(frames, rateHz, channels.length);
  for (let at = 0; at < frames; at += PIECE_FRAMES) {
    analyser.add(channels.map((samples) => samples.subarray(at, at + PIECE_FRAMES)));
  }
  return analyser.end();
}

/** null where it is no WAV file that is read here. */
async function ofFile(url: string): Promise<Analysis | null> {
  const response = await fetch(url);
  if (!response.ok || response.body === null)
    throw new Error(`The sound did not come (HTTP ${response.status}).`);
  const reader = response.body.getReader();
  let rest: Uint8Array = new Uint8Array(0);
  let form: WavForm | null = null;
  let analyser: Analyser | null = null;
  let left = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    rest = joined(rest, value);
    if (form === null || analyser === null) {
      form = readWavForm(rest);
      if (form === null && rest.length < HEAD_BYTES) continue;
      if (form === null) break;
      left = form.dataBytes - (form.dataBytes % form.frameBytes);
      analyser = new Analyser(left / form.frameBytes, form.rateHz, form.channels);
      rest = rest.slice(form.dataStart);
    }
    const whole = Math.min(left, rest.length - (rest.length % form.frameBytes));
    analyser.add(readSamples(rest.subarray(0, whole), form));
    left -= whole;
    rest = rest.slice(whole);
    if (left === 0) break;
  }
  void reader.cancel();
  return analyser?.end() ?? null;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
