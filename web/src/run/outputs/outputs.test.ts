import { expect, test } from "vitest";
import type { RunArtifact } from "@/api/types";
import { outputsOf, retentionWords } from "./outputs";

let time = 0;
const written = (path: string, step: number, value: unknown, facts: object = {}, metadata: object = {}) =>
  ({
    role: "logged",
    used_as: "",
    time: 0,
    version: {
      id: `${path} ${step}`,
      step,
      type: "model",
      deleted: false,
      created_time: 0,
      metadata: {
        output_path: path,
        value,
        metric: "loss",
        goal: "minimize",
        written_time: ++time,
        ...metadata,
      },
      ...facts,
    },
  }) as unknown as RunArtifact;

test("states stand by path, the newest first, and the best one is marked", () => {
  const found = outputsOf([
    written("out/model10.pt", 0, 3),
    written("out/model2.pt", 0, 3),
    written("out/model2.pt", 1, 1),
    written("out/model2.pt", 2, 2),
    written("out/model2.pt", 3, Number.NaN),
  ]);
  expect(found.map(({ path }) => path)).toEqual(["out/model2.pt", "out/model10.pt"]);
  expect(found[0]?.checkpoints.map(({ step, isBest }) => [step, isBest])).toEqual([
    [3, false],
    [2, false],
    [1, true],
    [0, false],
  ]);
  expect(found[1]?.checkpoints[0]?.isBest).toBe(false);
});

test("what went is counted, and never best", () => {
  const [output] = outputsOf([
    written("m", 0, 0.1, { deleted: true }),
    written("m", 1, 0.3),
    written("m", 2, 0.2, {}, { retention: { best: 2, every: 3, last: 1 } }),
  ]);
  expect(output).toMatchObject({ gone: 1, retention: { best: 2 } });
  expect(output?.checkpoints.find(({ isBest }) => isBest)?.step).toBe(2);
  expect(output && retentionWords(output)).toBe("kept: the best 2, every 3rd, the last one");
});

test("a rolling slot and one that keeps all are told", () => {
  expect(retentionWords({ retention: { last: 1 }, gone: 4 })).toMatch(/^rolling/);
  expect(retentionWords({ retention: null, gone: 0 })).toBe("all states are kept");
});

test("what is no output is none", () => {
  const other = { role: "logged", version: { metadata: {} } } as unknown as RunArtifact;
  expect(outputsOf([other, { ...written("x", 0, 1), role: "used" }])).toEqual([]);
});
