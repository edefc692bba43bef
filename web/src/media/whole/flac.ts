import type { ReadAt } from "./ends";

/** How long a frame is at most where the file does not say. */
const FRAME_BYTES = 1 << 18;
/** What some programs write behind the end. */
const BEHIND_BYTES = 4096;
const HEAD_BYTES = 26;

/** Whether the last frame of a FLAC file is the last that its head promises, and whole. Also where it promises none. */
export async function endsFlac(head: Uint8Array, thereBytes: number, read: ReadAt): Promise<boolean> {
  if (head.length < HEAD_BYTES) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const blockSamples = view.getUint16(10);
  const samples = ((head[21] ?? 0) & 0x0f) * 2 ** 32 + view.getUint32(22);
  if (samples === 0) return true;
  const reach = (view.getUint32(14) & 0xffffff || FRAME_BYTES) + BEHIND_BYTES;
  const tail = await read(Math.max(0, thereBytes - reach), reach);
  for (let at = tail.length - 6; at >= 0; at -= 1) {
    const end = endOfFrame(tail.subarray(at), blockSamples);
    if (end !== null && end >= samples && isWhole(tail.subarray(at))) return true;
  }
  return false;
}

/** The number of the sample behind a frame; null if here is none. */
function endOfFrame(bytes: Uint8Array, blockSamples: number): number | null {
  const [sync = 0, way = 0, sizes = 0] = bytes;
  if (sync !== 0xff || (way & 0xfe) !== 0xf8) return null;
  const first = bytes[4] ?? 0;
  const more = first < 0x80 ? 0 : Math.clz32(~(first << 24)) - 1;
  let number = first < 0x80 ? first : first & (0x3f >> more);
  for (const each of bytes.subarray(5, 5 + more)) number = number * 64 + (each & 0x3f);
  let at = 5 + more;
  const size = sizes >> 4;
  let samples = size === 1 ? 192 : size < 6 ? 576 << (size - 2) : 256 << (size - 8);
  if (size === 6) samples = (bytes[at++] ?? 0) + 1;
  else if (size === 7) samples = (bytes[at++] ?? 0) * 256 + (bytes[at++] ?? 0) + 1;
  const rate = sizes & 0x0f;
  at += rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0;
  if (size === 0 || at >= bytes.length || remainder(bytes.subarray(0, at + 1), 8, 0x07) !== 0) return null;
  const isNumberOfSample = (way & 1) === 1;
  return (isNumberOfSample ? number : number * blockSamples) + samples;
}

/** Whether all of a frame is there, whatever is written behind it. */
function isWhole(frame: Uint8Array): boolean {
  return remainder(frame, 16, 0x8005, true) === 0;
}

/** What is left of bytes by a checksum of so many bits; with `anywhere` 0 if it is 0 after any of them. */
function remainder(bytes: Uint8Array, bits: 8 | 16, polynomial: number, anywhere = false): number {
  const [top, mask] = [1 << (bits - 1), 2 ** bits - 1];
  let left = 0;
  for (const [at, byte] of bytes.entries()) {
    left ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1) left = ((left << 1) ^ (left & top ? polynomial : 0)) & mask;
    if (anywhere && left === 0 && at > 6) return 0;
  }
  return left;
}
