import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { preloadAtRest } from "./preloading";

const loaded: string[] = [];
const part = (name: string) => ({
  preload: async () => void loaded.push(name),
});

let page: EventTarget;

beforeEach(() => {
  loaded.length = 0;
  vi.useFakeTimers();
  page = new EventTarget();
  const timeout = (act: () => void, ms: number) => setTimeout(act, ms);
  vi.stubGlobal("window", Object.assign(page, { setTimeout: timeout }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("pages are fetched in their order once nobody does anything", async () => {
  preloadAtRest([part("runs"), part("run")], () => false);
  await vi.advanceTimersByTimeAsync(1_900);
  page.dispatchEvent(new Event("pointermove"));
  await vi.advanceTimersByTimeAsync(1_900);
  expect(loaded).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(loaded).toEqual(["runs", "run"]);
});

test("answers that are waited for go first", async () => {
  let waits = true;
  preloadAtRest([part("runs")], () => waits);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(loaded).toEqual([]);
  waits = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(loaded).toEqual(["runs"]);
});

test("nothing is fetched behind its end", async () => {
  const end = preloadAtRest([part("runs")], () => false);
  end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(loaded).toEqual([]);
});
