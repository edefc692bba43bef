/** One of several answers that come in one: what it alone would have been answered with. */
export interface Part {
  status: number;
  bytes: ArrayBuffer;
}

const HEAD_BYTES = 8;

/** The parts of `application/x-runstone-panels`, each as soon as it is whole. The layout is in docs/http-api.md. */
export async function* readParts(stream: ReadableStream<Uint8Array>): AsyncGenerator<Part> {
  const head = new Uint8Array(HEAD_BYTES);
  let part: Part | null = null;
  let into = head;
  let filled = 0;
  for await (const chunk of chunksOf(stream)) {
    for (let at = 0; at < chunk.length; ) {
      const some = chunk.subarray(at, at + into.length - filled);
      into.set(some, filled);
      at += some.length;
      filled += some.length;
      if (filled < into.length) continue;
      filled = 0;
      if (part) {
        yield part;
        part = null;
        into = head;
      } else {
        const view = new DataView(head.buffer);
        part = { status: view.getUint32(0, true), bytes: new ArrayBuffer(view.getUint32(4, true)) };
        into = new Uint8Array(part.bytes);
      }
    }
  }
}

/** Not every browser lets one iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
