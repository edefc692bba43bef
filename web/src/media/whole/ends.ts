import { endsFlac } from "./flac";

/** Gives bytes of a file from a place on; fewer where it ends. */
export type ReadAt = (at: number, count: number) => Promise<Uint8Array>;

/** What is missing of a file: how long it should be, where that is known. */
export interface Lack {
  thereBytes: number;
  expectedBytes: number | null;
}

const HEAD_BYTES = 64;
/** A page of Ogg has at most so many. */
const PAGE_BYTES = 65_307;
const END_OF_STREAM = 4;
/** Some programs write something of their own behind the end. */
const TAIL_BYTES = 4096;
/** Films that come in pieces have thousands of them. */
const MOST_BOXES = 64;
const ID3_HEAD_BYTES = 10;
const [HAS_FRAMES, HAS_BYTES] = [1, 2];
const UNKNOWN_LENGTH = 0xffffffff;
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;

/**
 * What is missing of a file by its own account: what lacks its end (PNG, JPEG, GIF, Ogg, FLAC), and files that say how long they are
 * (WebP, WAV, MP3, MP4, WebM). null where nothing is, or a file of this kind does not tell.
 */
export async function lackOf(thereBytes: number, read: ReadAt): Promise<Lack | null> {
  const head = await read(0, HEAD_BYTES);
  const tail = () => read(Math.max(0, thereBytes - TAIL_BYTES), TAIL_BYTES);
  if (startsWith(head, "\x89PNG"))
    return lackEnd(thereBytes, latin(await tail()).includes("IEND\xae\x42\x60\x82"));
  if (startsWith(head, "\xff\xd8\xff")) return lackEnd(thereBytes, latin(await tail()).includes("\xff\xd9"));
  if (startsWith(head, "GIF8")) return lackEnd(thereBytes, /;\0*$/.test(latin(await tail())));
  if (startsWith(head, "OggS"))
    return lackEnd(thereBytes, endsOgg(await read(Math.max(0, thereBytes - 2 * PAGE_BYTES), 2 * PAGE_BYTES)));
  if (startsWith(head, "fLaC")) return lackEnd(thereBytes, await endsFlac(head, thereBytes, read));
  const expectedBytes = startsWith(head, "RIFF")
    ? riffBytes(head)
    : startsWith(head.subarray(4), "ftyp")
      ? await boxesBytes(thereBytes, read)
      : ((await mp3Bytes(head, read)) ?? webmBytes(head));
  return expectedBytes !== null && expectedBytes > thereBytes ? { thereBytes, expectedBytes } : null;
}

const lackEnd = (thereBytes: number, hasEnd: boolean): Lack | null =>
  hasEnd ? null : { thereBytes, expectedBytes: null };

const latin = (bytes: Uint8Array): string =>
  bytes.reduce((text, byte) => text + String.fromCharCode(byte), "");
const startsWith = (bytes: Uint8Array, magic: string): boolean =>
  latin(bytes.subarray(0, magic.length)) === magic;
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function riffBytes(head: Uint8Array): number | null {
  if (head.length < 8) return null;
  const size = viewOf(head).getUint32(4, true);
  return size === 0 || size === UNKNOWN_LENGTH ? null : 8 + size;
}

/** Boxes follow each other, each of which says how long it is; 0 is the rest of the file. */
async function boxesBytes(thereBytes: number, read: ReadAt): Promise<number | null> {
  let at = 0;
  for (let box = 0; box < MOST_BOXES && at < thereBytes; box += 1) {
    const head = await read(at, 16);
    if (head.length < 8) return at + 8;
    const view = viewOf(head);
    const short = view.getUint32(0);
    if (short === 0) return null;
    if (short === 1 && head.length < 16) return at + 16;
    at += short === 1 ? Number(view.getBigUint64(8)) : short;
  }
  return at >= thereBytes ? at : null;
}

/** A head, and one segment that holds all else. */
function webmBytes(head: Uint8Array): number | null {
  if (head.length < 5 || viewOf(head).getUint32(0) !== EBML) return null;
  const first = sizeAt(head, 4);
  const start = first && first.after + first.size;
  if (!start || start + 5 > head.length || viewOf(head).getUint32(start) !== SEGMENT) return null;
  const segment = sizeAt(head, start + 4);
  return segment && segment.after + segment.size;
}

/** A number whose first byte tells how many bytes it has; all ones are a length that nobody knew. */
function sizeAt(bytes: Uint8Array, at: number): { size: number; after: number } | null {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > bytes.length) return null;
  let size = first & (0xff >> length);
  for (const byte of bytes.subarray(at + 1, at + length)) size = size * 256 + byte;
  return size === 2 ** (7 * length) - 1 ? null : { size, after: at + length };
}

/** The last page is whole, and says that it is the last. */
function endsOgg(tail: Uint8Array): boolean {
  const start = latin(tail).lastIndexOf("OggS");
  if (start < 0 || start + 27 > tail.length) return false;
  const segments = tail.subarray(start + 27, start + 27 + (tail[start + 26] ?? 0));
  const bytes = segments.reduce((sum, each) => sum + each, 27 + segments.length);
  return start + bytes <= tail.length && ((tail[start + 5] ?? 0) & END_OF_STREAM) !== 0;
}

/** The first frame of most encoders holds no sound: it says how many bytes all frames have. */
async function mp3Bytes(head: Uint8Array, read: ReadAt): Promise<number | null> {
  const start = startsWith(head, "ID3") && head.length >= 10 ? ID3_HEAD_BYTES + sevenBits(head) : 0;
  const frame = start > 0 ? await read(start, HEAD_BYTES) : head;
  const isFrame = frame[0] === 0xff && ((frame[1] ?? 0) & 0xe6) === 0xe2;
  const at = isFrame ? latin(frame).search(/Xing|Info/) : -1;
  if (at < 0 || at + 16 > frame.length) return null;
  const view = viewOf(frame);
  const flags = view.getUint32(at + 4);
  return flags & HAS_BYTES ? start + view.getUint32(at + (flags & HAS_FRAMES ? 12 : 8)) : null;
}

const sevenBits = (head: Uint8Array): number =>
  head.subarray(6, 10).reduce((sum, each) => sum * 128 + (each & 0x7f), 0);
