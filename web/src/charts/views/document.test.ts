import { beforeEach, expect, test, vi } from "vitest";
import type { Json } from "@/api/types";
import { addressOf, documentOf, readDocument, stateOf } from "./document";

beforeEach(() => {
  const store = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
});

test("the state of a page is the same whatever the order, the view and what fills the window", () => {
  expect(stateOf("?sm=0.5&log=1&view=abc")).toBe(stateOf("log=1&full=train/loss&sm=0.5"));
  expect(stateOf("view=abc")).toBe("");
});

test("a view survives being saved, also one too long for an address", () => {
  const panels = Array.from({ length: 80 }, (_, i) => `panel=${i}~kind:text~text:${"word ".repeat(20)}`);
  for (const search of ["x=relative&run=a&run=b&filter=state%20%3D%20failed", panels.join("&")]) {
    const document = readDocument(JSON.parse(JSON.stringify(documentOf(search, "charts"))));
    const address = addressOf(document?.search ?? "", "k3x9");
    expect(address.length).toBeLessThan(500);
    expect(new URLSearchParams(address).get("view")).toBe("k3x9");
    expect(stateOf(address)).toBe(stateOf(search));
  }
});

test("a document of no page that is saved, or of no sense, is none", () => {
  const documents: Json[] = [
    null,
    "x",
    3,
    [],
    {},
    { page: "runs", search: "" },
    { page: "charts", search: 1 },
  ];
  for (const document of documents) expect(readDocument(document)).toBeNull();
});
