import { expect, test } from "vitest";
import { axesOf, eyeOf, formatCamera, orbit, pan, parseCamera, START, steered, zoom } from "./camera";
import { edgesOf, marksOf } from "./marks";
import { colouringOf, coloursOf, readPoints, strideOf } from "./points";

test("a camera survives the address, and what is none is the first", () => {
  const camera = pan(zoom(orbit(START, 1.25, 0.25), 2), 0.1, -0.2);
  const again = parseCamera(formatCamera(camera));
  for (const name of Object.keys(START) as (keyof typeof START)[])
    expect(again[name]).toBeCloseTo(camera[name], 2);
  expect(formatCamera(START)).toBe("");
  expect(parseCamera("")).toEqual(START);
  expect(parseCamera("1,2,nonsense,0,0,0")).toEqual(START);
  expect(parseCamera("0,9,0,0,0,900").tilt).toBeLessThan(Math.PI / 2);
});

test("a camera looks at its spot from its distance, with right, up and back at right angles", () => {
  const camera = orbit(START, 0.7, -0.9);
  const { right, up, back } = axesOf(camera);
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
  expect([dot(right, up), dot(up, back), dot(back, right)].map((each) => Math.abs(each) < 1e-12)).toEqual([
    true,
    true,
    true,
  ]);
  expect(Math.hypot(...eyeOf(camera))).toBeCloseTo(START.distance);
  expect(orbit(START, 0, 99).tilt).toBeLessThan(Math.PI / 2);
  expect(zoom(START, 1e9).distance).toBeGreaterThan(0);
});

test("keys turn, move and come nearer", () => {
  expect(steered(START, "ArrowLeft", false)?.turn).toBeLessThan(START.turn);
  expect(steered(START, "ArrowUp", true)?.z).toBeGreaterThan(0);
  expect(steered(START, "+", false)?.distance).toBeLessThan(START.distance);
  expect(steered(orbit(START, 1, 0), "0", false)).toEqual(START);
  expect(steered(START, "x", false)).toBeNull();
});

test("points come with their bounds, each once, its class with it", () => {
  const count = 1000;
  const data = new Float32Array(count * 4);
  for (let i = 0; i < count; i += 1) data.set([i, 1 - i, i / 2, i % 3], i * 4);
  const points = readPoints(data.buffer, "xyzc");
  expect([points.low, points.high]).toEqual([
    [0, -998, 0],
    [999, 1, 499.5],
  ]);
  const seen = Array.from({ length: count }, (_, i) => points.positions[i * 3] ?? -1);
  expect(new Set(seen).size).toBe(count);
  expect(seen.every((x, i) => points.rest[i] === x % 3)).toBe(true);
  // Any first part is spread over the whole.
  expect(new Set(seen.slice(0, 10).map((x) => Math.floor(x / 200))).size).toBe(5);
});

test("a stride visits each once", () => {
  for (const count of [0, 1, 2, 3, 10, 97, 1000, 1024]) {
    const stride = strideOf(count);
    const seen = new Set(Array.from({ length: count }, (_, i) => (i * stride) % Math.max(1, count)));
    expect(seen.size).toBe(count);
  }
  expect(readPoints(new ArrayBuffer(0), "xyz").count).toBe(0);
});

test("points are coloured by what they bring, else by height", () => {
  const rgb = readPoints(new Float32Array([0, 0, 0, 300, 128, -5]).buffer, "xyzrgb");
  expect([...(coloursOf(rgb, "auto", 2) ?? [])]).toEqual([255, 128, 0]);
  const bare = readPoints(new Float32Array([0, 0, 0, 0, 0, 9]).buffer, "xyz");
  expect(colouringOf(bare, "class")).toBe("height");
  expect([...(coloursOf(bare, "auto", 2) ?? [])].slice(0, 3)).not.toEqual(
    [...(coloursOf(bare, "auto", 2) ?? [])].slice(3),
  );
  expect([...(coloursOf(bare, "auto", 1) ?? [])].slice(0, 3)).toEqual(
    [...(coloursOf(bare, "auto", 1) ?? [])].slice(3),
  );
  expect(coloursOf(bare, "plain", 2)).toBeNull();
});

test("a box has twelve edges, however long it is and in whatever order its corners come", () => {
  const corners = [0, 1].flatMap((x) =>
    [0, 1].flatMap((y) => [0, 1].map((z) => [x * 40, y, z * 3] as const)),
  );
  const turned = corners.map(([x, y, z]) => [x * 0.8 - y * 0.6, x * 0.6 + y * 0.8, z] as const);
  for (const box of [
    corners,
    turned,
    [...turned].reverse(),
    [3, 0, 6, 1, 7, 2, 5, 4].map((i) => turned[i] ?? ([0, 0, 0] as const)),
  ]) {
    expect(edgesOf(box)).toHaveLength(12);
  }
});

test("marks are those that facts tell of in the right words", () => {
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z])));
  const marks = marksOf({
    facts: {
      boxes: [{ corners, label: "car", score: 0.5, color: [255, 0, 900] }, { corners: "no" }],
      vectors: [{ start: [0, 0, 0], end: [1, 0, 0], color: "url(evil)" }, 7],
    },
  });
  expect(marks.map(({ label, colour }) => [label, colour])).toEqual([
    ["car 0.50", "rgb(255, 0, 255)"],
    ["", "rgb(230, 120, 0)"],
  ]);
});
