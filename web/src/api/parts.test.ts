import { expect, test } from "vitest";
import { type Part, readParts } from "./parts";

const answer = (...parts: [status: number, text: string][]): Uint8Array => {
  const bytes = parts.flatMap(([status, text]) => {
    const body = [...new TextEncoder().encode(text)];
    const head = new Uint8Array(8);
    new DataView(head.buffer).setUint32(0, status, true);
    new DataView(head.buffer).setUint32(4, body.length, true);
    return [...head, ...body];
  });
  return Uint8Array.from(bytes);
};

const inChunks = (bytes: Uint8Array, size: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });

async function read(stream: ReadableStream<Uint8Array>): Promise<[number, string][]> {
  const found: Part[] = [];
  for await (const part of readParts(stream)) found.push(part);
  return found.map(({ status, bytes }) => [status, new TextDecoder().decode(bytes)]);
}

const PARTS: [number, string][] = [
  [200, "the first"],
  [404, '{"error": {}}'],
  [200, "x"],
];

test.each([1, 3, 7, 8, 9, 1000])("parts are whole, in chunks of %i bytes", async (size) => {
  expect(await read(inChunks(answer(...PARTS), size))).toEqual(PARTS);
});

test("a part that ends too soon is none", async () => {
  const bytes = answer(...PARTS);
  expect(await read(inChunks(bytes.slice(0, -1), 5))).toEqual(PARTS.slice(0, 2));
  expect(await read(inChunks(bytes.slice(0, 4), 5))).toEqual([]);
});

test("a part is there before the next one has come", async () => {
  const bytes = answer(...PARTS);
  let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
  });
  const parts = readParts(stream);
  feed?.enqueue(bytes.slice(0, 20));
  expect((await parts.next()).value?.status).toBe(200);
  feed?.enqueue(bytes.slice(20));
  feed?.close();
  expect((await parts.next()).value?.status).toBe(404);
});
