import { afterEach, expect, test, vi } from "vitest";
import { together } from "./scrollTogether";

class Scroller extends EventTarget {
  scrollLeft = 0;
  scrollTop = 0;

  scroll(left: number, top: number): void {
    this.scrollLeft = left;
    this.scrollTop = top;
    this.dispatchEvent(new Event("scroll"));
  }
}

type Instance = Parameters<typeof together.observeElementOffset>[0];

function watch(scroller: Scroller, horizontal: boolean) {
  const heard: [number, boolean][] = [];
  const instance = { scrollElement: scroller, options: { horizontal } } as unknown as Instance;
  const stop = together.observeElementOffset(instance, (...said) => heard.push(said));
  return { heard, stop };
}

afterEach(() => void vi.useRealTimers());

test("each hears of its own direction, and of coming to rest", () => {
  vi.useFakeTimers();
  const scroller = new Scroller();
  const down = watch(scroller, false);
  const across = watch(scroller, true);
  scroller.scroll(0, 40);
  scroller.scroll(0, 80);
  expect(down.heard).toEqual([
    [40, true],
    [80, true],
  ]);
  expect(across.heard).toEqual([]);
  vi.runAllTimers();
  expect(down.heard.at(-1)).toEqual([80, false]);
  expect(across.heard).toEqual([]);
  scroller.scroll(30, 90);
  expect(across.heard).toEqual([[30, true]]);
});

test("what begins later starts from where the element is", () => {
  const scroller = new Scroller();
  watch(scroller, false);
  scroller.scroll(0, 40);
  const later = watch(scroller, false);
  scroller.scroll(5, 40);
  expect(later.heard).toEqual([]);
});

test("who has stopped hears nothing more, not even of the rest", () => {
  vi.useFakeTimers();
  const scroller = new Scroller();
  const down = watch(scroller, false);
  scroller.scroll(0, 40);
  down.stop?.();
  vi.runAllTimers();
  scroller.scroll(0, 80);
  expect(down.heard).toEqual([[40, true]]);
});
