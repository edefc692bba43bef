import { expect, test } from "vitest";
import type { RunArtifact } from "@/api/types";
import { leftOutGroups, snapshotOf } from "./snapshot";

const logged = (id: string, digest: string, facts: object = {}) =>
  ({
    role: "logged",
    version: { id, digest, type: "code", deleted: false, ...facts },
    time: 0,
    used_as: null,
  }) as unknown as RunArtifact;

test("the snapshot is the last version with the recorded contents that is still there", () => {
  const environment = { code: { status: "complete", root: "/w", name: "s", digest: "d" } } as const;
  const artifacts = [
    logged("old", "other"),
    logged("one", "d"),
    logged("two", "d"),
    logged("gone", "d", { deleted: true }),
    logged("model", "d", { type: "model" }),
  ];
  expect(snapshotOf(environment, artifacts)?.id).toBe("two");
  expect(snapshotOf({ code: { ...environment.code, digest: undefined } }, artifacts)).toBeNull();
  expect(snapshotOf(undefined, artifacts)).toBeNull();
});

test("what was left out is told by its reason, secrets first", () => {
  const groups = leftOutGroups([
    { path: "b.bin", reason: "large" },
    { path: ".env", reason: "secret" },
    { path: "a.bin", reason: "large" },
  ]);
  expect(groups.map(({ reason, paths }) => [reason, paths])).toEqual([
    ["secret", [".env"]],
    ["large", ["a.bin", "b.bin"]],
  ]);
});
