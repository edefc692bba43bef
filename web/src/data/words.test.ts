import { expect, test } from "vitest";
import type { DataGroup } from "@/api/types";
import { isNamed, keyOfUse, pageOf } from "./words";

test("data is told by its deepest digest, else by its address", () => {
  const digests = { stat: "s", full: "f" };
  expect(keyOfUse({ known: "full", digests, uri: "/data" })).toBe("f");
  expect(keyOfUse({ known: "nothing", digests: {}, uri: "s3://b/k" })).toBe("s3://b/k");
});

test("any digest that a use has finds it", () => {
  const group = { digest: "f", uses: [{ digests: { stat: "s", full: "f" }, uri: "/data" }] };
  for (const key of ["f", "s", "/data"]) expect(isNamed(group as unknown as DataGroup, key)).toBe(true);
  expect(isNamed(group as unknown as DataGroup, "x")).toBe(false);
  const unknown = { digest: "", uses: [{ digests: {}, uri: "s3://b/k" }] };
  expect(isNamed(unknown as unknown as DataGroup, "")).toBe(false);
});

test("only what a browser opens is a link", () => {
  expect(pageOf({ uri: "https://x.org/d.zip", facts: {} })).toBe("https://x.org/d.zip");
  expect(pageOf({ uri: "javascript:alert(1)", facts: {} })).toBeNull();
  expect(pageOf({ uri: "s3://bucket/key", facts: {} })).toBeNull();
  const facts = { repository: "org/set", kind: "datasets", revision: "refs/pr/1" };
  expect(pageOf({ uri: "hf://datasets/org/set", facts })).toBe(
    "https://huggingface.co/datasets/org/set/tree/refs%2Fpr%2F1",
  );
});
