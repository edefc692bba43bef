import { expect, test } from "vitest";
import { decodeSeries } from "./series";

const COLUMNS = ["last", "min", "max", "mean", "count"];

function encode(dtype: "f4" | "f8", grid: number[], runs: { id: string; values: number[][] }[]): ArrayBuffer {
  const width = dtype === "f8" ? 8 : 4;
  const align = (n: number) => Math.ceil(n / 8) * 8;
  const room = 1024;
  const block = align(COLUMNS.length * grid.length * width);
  const gridOffset = room;
  const runOffset = (index: number) => gridOffset + grid.length * 8 + index * block;
  const head = JSON.stringify({
    metric: "train/loss",
    x: "step",
    width: 0,
    buckets: grid.length,
    revision: 7,
    exact: true,
    dtype,
    grid: { offset: gridOffset, dtype: "f8" },
    runs: runs.map((run, index) => ({
      id: run.id,
      offset: runOffset(index),
      count: grid.length,
      columns: COLUMNS,
      inherited_until: index === 0 ? null : 1,
      left_out: 2,
      nonfinite: [[1, "Infinity"]],
    })),
    groups: [],
  });
  const bytes = new TextEncoder().encode(head);
  const frame = new ArrayBuffer(runOffset(runs.length));
  new DataView(frame).setUint32(0, bytes.length, true);
  new Uint8Array(frame).set(bytes, 4);
  new Float64Array(frame, gridOffset, grid.length).set(grid);
  const Floats = dtype === "f8" ? Float64Array : Float32Array;
  runs.forEach((run, index) => {
    new Floats(frame, runOffset(index), COLUMNS.length * grid.length).set(run.values.flat());
  });
  return frame;
}

const VALUES = [
  [1, 2, Number.NaN],
  [0, 1, Number.NaN],
  [2, 3, Number.NaN],
  [1, 1.5, Number.NaN],
  [4, 4, 0],
];

test.each(["f4", "f8"] as const)("reads every column of every run (%s)", (dtype) => {
  const panel = decodeSeries(
    encode(
      dtype,
      [0, 4, 8],
      [
        { id: "a", values: VALUES },
        { id: "b", values: VALUES.map((column) => column.map((v) => v * 10)) },
      ],
    ),
  );
  expect([...panel.grid]).toEqual([0, 4, 8]);
  expect(panel.exact).toBe(true);
  expect(panel.runs.map((run) => run.id)).toEqual(["a", "b"]);
  expect([...(panel.runs[0]?.mean ?? [])]).toEqual([1, 1.5, Number.NaN]);
  expect([...(panel.runs[1]?.max ?? [])]).toEqual([20, 30, Number.NaN]);
  expect([...(panel.runs[1]?.counts ?? [])]).toEqual([40, 40, 0]);
  expect(panel.runs[1]?.inheritedUntil).toBe(1);
  expect(panel.runs[1]?.leftOut).toBe(2);
  expect(panel.runs[1]?.smooth).toBeNull();
  expect(panel.runs[0]?.nonfinite).toEqual([[1, "Infinity"]]);
});

test("copies nothing", () => {
  const frame = encode("f4", [0, 1, 2], [{ id: "a", values: VALUES }]);
  const panel = decodeSeries(frame);
  expect(panel.grid.buffer).toBe(frame);
  expect(panel.runs[0]?.last.buffer).toBe(frame);
});

test("an empty panel has no runs and no grid", () => {
  const panel = decodeSeries(encode("f8", [], []));
  expect(panel.grid).toHaveLength(0);
  expect(panel.runs).toEqual([]);
});

test("a cut frame is refused", () => {
  const frame = encode("f4", [0, 1, 2], [{ id: "a", values: VALUES }]);
  expect(() => decodeSeries(frame.slice(0, 100))).toThrow(RangeError);
  expect(() => decodeSeries(frame.slice(0, 2))).toThrow(RangeError);
});
