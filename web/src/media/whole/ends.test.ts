import { describe, expect, test } from "vitest";
import { lackOf } from "./ends";
// A tone of 12,000 samples by FFmpeg.
import flac from "./sounds/tone.flac?inline";
import mp3 from "./sounds/tone.mp3?inline";
import ogg from "./sounds/tone.ogg?inline";

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );
const zeros = (count: number) => Array<number>(count).fill(0);
const fileOf = (url: string) =>
  Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (c) => c.charCodeAt(0));
const look = (file: Uint8Array) => lackOf(file.length, async (at, count) => file.subarray(at, at + count));

/** A file of each kind, and how many bytes it should have where it says so. */
const WHOLE: Record<string, [Uint8Array, number | null]> = {
  png: [bytes("\x89PNG\r\n\x1a\n", zeros(9000), "IEND\xae\x42\x60\x82"), null],
  jpeg: [bytes("\xff\xd8\xff\xe0", zeros(9000), "\xff\xd9", zeros(3)), null],
  gif: [bytes("GIF89a", zeros(9000), ";"), null],
  webp: [bytes("RIFF", [0x0c, 0x23, 0, 0], "WEBPVP8 ", zeros(0x2304)), 0x2314],
  wav: [bytes("RIFF", [0x0c, 0x23, 0, 0], "WAVEfmt ", zeros(0x2304)), 0x2314],
  mp4: [
    bytes([0, 0, 0, 16], "ftypisom", zeros(4), [0, 0, 0, 1], "mdat", zeros(6), [0x20, 0], zeros(0x1ff0)),
    0x2010,
  ],
  webm: [
    bytes(
      [0x1a, 0x45, 0xdf, 0xa3, 0x84],
      zeros(4),
      [0x18, 0x53, 0x80, 0x67, 0x20, 0x20, 0x00],
      zeros(0x2000),
    ),
    0x2010,
  ],
  ogg: [fileOf(ogg), null],
  flac: [fileOf(flac), null],
  "mp3 with words before it": [fileOf(mp3), fileOf(mp3).length],
  mp3: [fileOf(mp3).subarray(45), fileOf(mp3).length - 45],
};

describe.each(Object.entries(WHOLE))("of a %s", (_, [whole, expectedBytes]) => {
  test("that is whole nothing is missing", async () => {
    expect(await look(whole)).toBeNull();
  });

  test.each([0.3, 0.6, 0.999])("that stops at %d of it the rest is", async (share) => {
    const thereBytes = Math.floor(whole.length * share) - 3;
    expect(await look(whole.subarray(0, thereBytes))).toEqual({ thereBytes, expectedBytes });
  });
});

test("what is written behind the end is no fault", async () => {
  for (const kind of ["png", "jpeg", "webp", "wav", "webm", "ogg", "flac", "mp3"]) {
    const [whole] = WHOLE[kind] as [Uint8Array, number | null];
    expect(await look(bytes([...whole], zeros(100)))).toBeNull();
  }
});

test.each([
  ["a sound of unknown length", bytes("RIFF", [255, 255, 255, 255], "WAVEfmt ", zeros(100))],
  [
    "a film that was streamed",
    bytes([0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff], zeros(100)),
  ],
  ["a box that is the rest of the file", bytes([0, 0, 0, 8], "ftyp", [0, 0, 0, 0], "mdat", zeros(99))],
  ["a sound whose encoder said nothing of its length", bytes([255, 251, 0x90, 0], zeros(400))],
  ["a text", bytes("some words")],
  ["nothing", bytes()],
])("%s does not tell", async (_, file) => {
  expect(await look(file)).toBeNull();
});
