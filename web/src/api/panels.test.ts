import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./client";
import { askPanel, panelsUnderway, sendPanels } from "./panels";

interface Asked {
  url: string;
  panels: { metric: string }[] | null;
  signal: AbortSignal | null | undefined;
}

/** What was asked for, and what is answered next. */
let asked: Asked[] = [];
let answers: ((of: Asked) => Promise<Response> | Response)[] = [];

beforeEach(() => {
  asked = [];
  answers = [];
  vi.stubGlobal("document", { baseURI: "http://here/" });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const panels = init.body === undefined ? null : JSON.parse(String(init.body)).panels;
    const of = { url, panels, signal: init.signal };
    asked.push(of);
    return (answers.shift() ?? each)(of);
  });
});

afterEach(() => vi.unstubAllGlobals());

function part(status: number, text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + body.length);
  new DataView(bytes.buffer).setUint32(0, status, true);
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

const frameOf = (metric: string) => `frame of ${metric}`;

/** Answers every question. */
function each({ url, panels }: Asked): Response {
  if (panels)
    return new Response(new Blob(panels.map(({ metric }) => part(200, frameOf(metric)) as BlobPart)));
  return new Response(frameOf(new URL(url).searchParams.get("metric") ?? ""));
}

const ask = async (metric: string, signal = new AbortController().signal): Promise<string> =>
  new TextDecoder().decode(await askPanel({ metric, run: ["a"] }, signal));

test("what is asked in one go travels as one request", async () => {
  expect(await Promise.all(["x", "y", "z"].map((metric) => ask(metric)))).toEqual(
    ["x", "y", "z"].map(frameOf),
  );
  expect(asked.map(({ url }) => url)).toEqual(["http://here/api/panels"]);
});

test("a single question goes by its address", async () => {
  expect(await ask("x")).toBe(frameOf("x"));
  expect(asked.map(({ url }) => url)).toEqual(["http://here/api/series?metric=x&run=a"]);
});

test("a long list is told in several requests, none longer than a server reads", async () => {
  const runs = Array.from({ length: 20_000 }, (_, number) => `run-${number}`);
  const signal = new AbortController().signal;
  await Promise.all(Array.from({ length: 5 }, (_, n) => askPanel({ metric: `m${n}`, run: runs }, signal)));
  expect(asked.map(({ panels }) => panels?.length)).toEqual([2, 2, undefined]);
});

test("an error is that of its own question", async () => {
  const refusal =
    '{"error": {"code": "bad_query", "message": "No.", "hint": "", "start": null, "end": null}}';
  answers.push(
    () => new Response(new Blob([part(200, "1"), part(400, refusal), part(200, "3")] as BlobPart[])),
  );
  const found = await Promise.allSettled(["x", "y", "z"].map((metric) => ask(metric)));
  expect(found.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((found[1] as PromiseRejectedResult).reason).toMatchObject({
    status: 400,
    code: "bad_query",
    message: "No.",
  });
});

test("those that a broken answer leaves out ask again, each for itself", async () => {
  answers.push(() => new Response(new Blob([part(200, "1")] as BlobPart[])));
  expect(await Promise.all(["x", "y", "z"].map((metric) => ask(metric)))).toEqual([
    "1",
    frameOf("y"),
    frameOf("z"),
  ]);
  answers.push(() => new Response("{}", { status: 413 }));
  expect(await Promise.all(["x", "y"].map((metric) => ask(metric)))).toEqual([frameOf("x"), frameOf("y")]);
});

test("a server that is gone is told to all, and not asked by each", async () => {
  answers.push(() => Promise.reject(new TypeError("gone")));
  const found = await Promise.allSettled(["x", "y"].map((metric) => ask(metric)));
  for (const each of found) expect((each as PromiseRejectedResult).reason).toBeInstanceOf(ApiError);
  expect(asked).toHaveLength(1);
});

test("who does not wait any more is told at once, and the request ends with the last of them", async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  answers.push(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const both = [ask("x", one.signal), ask("y", other.signal)] as const;
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  one.abort();
  await expect(both[0]).rejects.toThrow();
  expect(asked[0]?.signal?.aborted).toBe(false);
  other.abort();
  await expect(both[1]).rejects.toThrow();
  expect(asked[0]?.signal?.aborted).toBe(true);
  expect(asked).toHaveLength(1);
});

test("what is asked for can be sent before anything else happens, and is known to be under way until it is answered", async () => {
  const answer = askPanel({ metric: "loss" }, new AbortController().signal);
  sendPanels();
  expect(asked).toHaveLength(1);
  expect(panelsUnderway()).toBe(1);
  await answer;
  expect(panelsUnderway()).toBe(0);
});

test("a question that is given up before it is sent is told so, and not sent", async () => {
  const aborter = new AbortController();
  const answer = askPanel({ metric: "loss" }, aborter.signal);
  aborter.abort();
  await expect(answer).rejects.toThrow();
  expect(panelsUnderway()).toBe(0);
  expect(asked).toEqual([]);
});
