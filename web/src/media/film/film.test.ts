import { expect, test } from "vitest";
import { FilmClock } from "./clock";
import { correction } from "./drift";
import { evenFrames, framesOfFacts, unevenFrames } from "./frameTimes";
import { gifDelays } from "./gif";

test.each([
  ["even", evenFrames(29.97, 500)],
  ["uneven", unevenFrames([0.1, 0.02, 0.5, 0.1])],
])("the middle of each frame lies in it: %s", (_, times) => {
  for (let frame = 0; frame < times.count; frame += 1) {
    expect(times.at(times.middle(frame))).toBe(frame);
    if (frame > 0) expect(times.middle(frame)).toBeGreaterThan(times.middle(frame - 1));
  }
  expect(times.at(-1)).toBe(0);
  expect(times.at(times.durationSecs + 1)).toBe(times.count - 1);
  expect(times.middle(times.count + 5)).toBe(times.middle(times.count - 1));
});

test("facts say what frames there are, the player how long it is", () => {
  expect(framesOfFacts({ fps: 10, frames: 24, duration_secs: 2.4 }, 0)).toMatchObject({ count: 24 });
  expect(framesOfFacts({ fps: null, frames: null, duration_secs: null }, 2).count).toBe(60);
  expect(framesOfFacts({}, 0).count).toBe(1);
});

test("one clock runs at its speed, goes round, and stands still when it is told to", () => {
  let now = 0;
  const clock = new FilmClock(() => now);
  const leave = clock.register("a", evenFrames(10, 20));
  clock.register("b", evenFrames(4, 4));
  const seen: number[] = [];
  clock.follow((secs) => seen.push(secs));
  clock.play();
  now = 500;
  expect(clock.position()).toBeCloseTo(0.5);
  clock.setSpeed(2);
  now = 1000;
  expect(clock.position()).toBeCloseTo(1.5);
  now = 1500;
  expect(clock.position()).toBeCloseTo(0.5);
  clock.setLoop(false);
  now = 9000;
  clock.tick();
  expect(clock.snapshot().playing).toBe(false);
  expect(seen.at(-1)).toBe(2);
  clock.play();
  expect(clock.position()).toBe(0);
  leave();
  expect(clock.duration()).toBe(1);
});

test("steps go frame by frame, of the film that is meant, on where that one ends, and stop at the end of all", () => {
  const clock = new FilmClock(() => 0);
  clock.register("a", evenFrames(10, 3));
  clock.register("b", evenFrames(2, 2));
  const frames = [1, 1, 1, 1, -1, -1].map((by) => {
    clock.step(by);
    return clock.position();
  });
  expect(frames.map((secs) => Number(secs.toFixed(3)))).toEqual([0.15, 0.25, 0.75, 0.75, 0.25, 0.15]);
  clock.step(1, "b");
  expect(clock.position()).toBe(0.75);
});

test("a film that drifts is brought back: gently where it is near, at once where it is far", () => {
  expect(correction(0.01, 2)).toEqual({ jump: false, speed: 2 });
  expect(correction(0.1, 1).speed).toBeLessThan(1);
  expect(correction(-0.1, 1).speed).toBeGreaterThan(1);
  expect(correction(5, 1).jump).toBe(true);
  // Following the correction, the drift dies out.
  let drift = 0.29;
  for (let i = 0; i < 600; i += 1) drift += (correction(drift, 1).speed - 1) / 60;
  expect(Math.abs(drift)).toBeLessThanOrEqual(0.021);
});

test("a GIF says how long its frames are shown", () => {
  const frame = (hundredths: number) => [
    ...[0x21, 0xf9, 4, 0, hundredths & 255, hundredths >> 8, 0, 0],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0],
  ];
  const head = [...new TextEncoder().encode("GIF89a"), 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const comment = [0x21, 0xfe, 2, 65, 66, 0];
  const bytes = Uint8Array.from([...head, ...comment, ...frame(12), ...frame(0), ...frame(300), 0x3b]);
  expect(gifDelays(bytes)).toEqual([0.12, 0.1, 3]);
  expect(gifDelays(bytes.subarray(0, bytes.length - 20))).toEqual([0.12, 0.1]);
  expect(gifDelays(new TextEncoder().encode("no film"))).toEqual([]);
});
