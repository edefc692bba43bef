/** How the samples of a WAV file are written. */
export interface WavForm {
  kind: "unsigned" | "signed" | "float";
  bits: number;
  channels: number;
  rateHz: number;
  /** Bytes of one sample of all channels. */
  frameBytes: number;
  /** Where the samples begin, and how many bytes they are. */
  dataStart: number;
  dataBytes: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** A file that was written while it was recorded may not say how long it is. */
const UNKNOWN_LENGTH = 0xffffffff;

const name = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

/** Reads the head of a WAV file; null where these bytes are none that is read here, or not enough of one. */
export function readWavForm(bytes: Uint8Array): WavForm | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || name(view, 0) !== "RIFF" || name(view, 8) !== "WAVE") return null;
  let form: Omit<WavForm, "dataStart" | "dataBytes"> | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (name(view, at) === "data") {
      if (form === null || size === 0 || size === UNKNOWN_LENGTH) return null;
      return { ...form, dataStart: at + 8, dataBytes: size };
    }
    if (name(view, at) === "fmt ") {
      if (size < 16 || at + 8 + size > bytes.length) return null;
      form = readForm(view, at + 8, size);
      if (form === null) return null;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

function readForm(view: DataView, at: number, size: number): Omit<WavForm, "dataStart" | "dataBytes"> | null {
  const code = view.getUint16(at, true);
  const tag = code === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : code;
  const channels = view.getUint16(at + 2, true);
  const rateHz = view.getUint32(at + 4, true);
  const frameBytes = view.getUint16(at + 12, true);
  const bits = view.getUint16(at + 14, true);
  const known = (tag === PCM && [8, 16, 24, 32].includes(bits)) || (tag === FLOAT && [32, 64].includes(bits));
  if (!known || channels === 0 || rateHz === 0 || frameBytes !== (channels * bits) / 8) return null;
  const kind = tag === FLOAT ? "float" : bits === 8 ? "unsigned" : "signed";
  return { kind, bits, channels, rateHz, frameBytes };
}

/** Whole frames of samples as numbers between -1 and 1, a list for each channel. */
export function readSamples(
  bytes: Uint8Array,
  { kind, bits, channels, frameBytes }: WavForm,
): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = Math.floor(bytes.length / frameBytes);
  const read = readerOf(view, kind, bits);
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    let at = (channel * bits) / 8;
    for (let i = 0; i < frames; i += 1, at += frameBytes) samples[i] = read(at);
    return samples;
  });
}

function readerOf(view: DataView, kind: WavForm["kind"], bits: number): (at: number) => number {
  if (kind === "float")
    return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  if (kind === "unsigned") return (at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (at) => view.getInt16(at, true) / 32_768;
  if (bits === 32) return (at) => view.getInt32(at, true) / 2 ** 31;
  return (at) => ((view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) as number) / 2 ** 23;
}
