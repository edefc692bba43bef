import { expect, test } from "vitest";
import { readSamples, readWavForm } from "./wav";

function wav(tag: number, bits: number, channels: number, data: Uint8Array, before = new Uint8Array(0)) {
  const bytes = new Uint8Array(44 + before.length + data.length);
  const view = new DataView(bytes.buffer);
  const write = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  write(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  write(8, "WAVE");
  bytes.set(before, 12);
  const at = 12 + before.length;
  write(at, "fmt ");
  view.setUint32(at + 4, 16, true);
  view.setUint16(at + 8, tag, true);
  view.setUint16(at + 10, channels, true);
  view.setUint32(at + 12, 8000, true);
  view.setUint32(at + 16, (8000 * channels * bits) / 8, true);
  view.setUint16(at + 20, (channels * bits) / 8, true);
  view.setUint16(at + 22, bits, true);
  write(at + 24, "data");
  view.setUint32(at + 28, data.length, true);
  bytes.set(data, at + 32);
  return bytes;
}

const bytesOf = (values: ArrayLike<number> & ArrayBufferView) => new Uint8Array(values.buffer);

function read(bytes: Uint8Array): number[][] {
  const form = readWavForm(bytes);
  if (form === null) throw new Error("not read");
  const { dataStart, dataBytes } = form;
  return readSamples(bytes.subarray(dataStart, dataStart + dataBytes), form).map((each) => [...each]);
}

test("samples of every width are numbers between -1 and 1", () => {
  expect(read(wav(1, 16, 2, bytesOf(Int16Array.of(-32768, 16384, 0, 8192))))).toEqual([
    [-1, 0],
    [0.5, 0.25],
  ]);
  expect(read(wav(1, 8, 1, Uint8Array.of(0, 128, 192)))).toEqual([[-1, 0, 0.5]]);
  expect(read(wav(1, 24, 1, Uint8Array.of(0, 0, 0x80, 0, 0, 0x40, 0xff, 0xff, 0xff)))).toEqual([
    [-1, 0.5, Math.fround(-1 / 2 ** 23)],
  ]);
  expect(read(wav(1, 32, 1, bytesOf(Int32Array.of(-(2 ** 31), 2 ** 30))))).toEqual([[-1, 0.5]]);
  expect(read(wav(3, 32, 1, bytesOf(Float32Array.of(0.25, -1.5))))).toEqual([[0.25, -1.5]]);
  expect(read(wav(3, 64, 1, bytesOf(Float64Array.of(0.25))))).toEqual([[0.25]]);
});

test("other chunks before the samples are passed over", () => {
  const list = Uint8Array.of(...new TextEncoder().encode("LIST"), 3, 0, 0, 0, 1, 2, 3, 0);
  expect(read(wav(1, 16, 1, bytesOf(Int16Array.of(16384)), list))).toEqual([[0.5]]);
});

test("what is not read here is left to the browser", () => {
  const good = wav(1, 16, 1, new Uint8Array(8));
  expect(readWavForm(good)).toMatchObject({ rateHz: 8000, channels: 1, dataStart: 44, dataBytes: 8 });
  expect(readWavForm(good.subarray(0, 30))).toBeNull();
  expect(readWavForm(new TextEncoder().encode("ID3 something else"))).toBeNull();
  expect(readWavForm(wav(2, 4, 1, new Uint8Array(8)))).toBeNull();
  expect(readWavForm(wav(1, 16, 1, new Uint8Array(0)))).toBeNull();
});
