import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { allItems } from "./media";

/** A run with `total` samples at each step, which goes on to the next step with each question. */
function serve(total: number): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    const url = new URL(address);
    asked.push(url);
    const said = url.searchParams;
    const step = said.has("step") ? Number(said.get("step")) : asked.length * 10;
    const limit = Number(said.get("limit"));
    const last = Math.floor(Math.max(0, total - 1) / limit) * limit;
    const offset = Math.min(Number(said.get("offset")), last);
    const items = Array.from({ length: Math.min(limit, total - offset) }, (_, at) => ({
      step,
      index: offset + at,
    }));
    const runs = [{ run: "a", step: total ? step : null, items, total, offset }];
    return new Response(JSON.stringify({ runs }));
  });
  return asked;
}

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://runstone/" }));
afterEach(() => vi.unstubAllGlobals());

async function read(): Promise<{ step: number; index: number }[]> {
  const found: { step: number; index: number }[] = [];
  for await (const page of allItems({ run: "a", key: "x", step: null, snap: "nearest" }))
    found.push(...page.items);
  return found;
}

test("all samples of a run come, of the step that the first is of", async () => {
  const asked = serve(2345);
  const found = await read();
  expect(found.map(({ index }) => index)).toEqual(Array.from({ length: 2345 }, (_, at) => at));
  expect(new Set(found.map(({ step }) => step))).toEqual(new Set([10]));
  expect(asked.map((url) => url.searchParams.get("snap"))).toEqual(["nearest", "exact", "exact"]);
});

test("pages that are just full, and runs without anything, end", async () => {
  expect(serve(2000)).toHaveLength(0);
  expect(await read()).toHaveLength(2000);
  const asked = serve(0);
  expect(await read()).toEqual([]);
  expect(asked).toHaveLength(1);
});
