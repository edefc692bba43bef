import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { highlight } from "../highlight";
import type { Spotlight } from "./spotlight";
import { follow } from "./spotlights";

let frames: (() => void)[] = [];
let ends: (() => void)[] = [];

/** A spotlight that only remembers what it shows. */
class Lamp {
  run: string | null = null;
  constructor(readonly isPointedAt = false) {
    ends.push(follow(this as unknown as Spotlight));
  }
  show(run: string | null): void {
    this.run = run;
  }
}

const nextFrame = () => {
  const due = frames;
  frames = [];
  for (const act of due) act();
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => frames.push(act));
});

afterEach(() => {
  highlight(null);
  while (frames.length > 0) nextFrame();
  for (const end of ends) end();
  ends = [];
  vi.unstubAllGlobals();
});

const shown = (lamps: Lamp[]) => lamps.map(({ run }) => run);

test("the chart under the pointer shows the run at once, all others within some frames", () => {
  const lamps = Array.from({ length: 8 }, (_, i) => new Lamp(i === 5));
  highlight("a");
  expect(lamps[5]?.run).toBe("a");
  expect(shown(lamps).filter((run) => run === "a")).toHaveLength(1);
  for (let frame = 0; frame < 3; frame += 1) nextFrame();
  expect(shown(lamps)).toEqual(Array(8).fill("a"));
  expect(frames).toEqual([]);
});

test("while the pointer crosses lines each chart has its turn, and in the end all show the last", () => {
  const lamps = Array.from({ length: 7 }, () => new Lamp());
  for (const run of ["a", "b", "c"]) {
    highlight(run);
    nextFrame();
  }
  expect(shown(lamps)).not.toContain(null);
  while (frames.length > 0) nextFrame();
  expect(shown(lamps)).toEqual(Array(7).fill("c"));
});

test("no highlight is no waiting, and a chart that comes into sight joins in", () => {
  const lamps = [new Lamp(), new Lamp()];
  highlight("a");
  const late = new Lamp();
  expect(late.run).toBe("a");
  highlight(null);
  expect(shown([...lamps, late])).toEqual([null, null, null]);
  nextFrame();
  expect(shown(lamps)).toEqual([null, null]);
});
