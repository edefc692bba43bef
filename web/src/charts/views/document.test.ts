import { beforeEach, expect, test, vi } from "vitest";
import type { Json } from "@/api/types";
import { tablePage } from "@/runs/viewPage";
import { chartsPage, joined, readDocument, type ViewPage } from "./document";

const { addressOf, stateOf } = chartsPage;

/** A document as the server keeps it. */
const kept = (page: ViewPage, search: string, before: Parameters<ViewPage["write"]>[1] = null) => {
  const document = readDocument(JSON.parse(JSON.stringify(page.write(search, before))));
  if (document === null) throw new Error("The document cannot be read.");
  return document;
};

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
    const address = addressOf(chartsPage.read(kept(chartsPage, search)), "k3x9");
    expect(address.length).toBeLessThan(500);
    expect(new URLSearchParams(address).get("view")).toBe("k3x9");
    expect(stateOf(address)).toBe(stateOf(search));
  }
});

test("a document of another page, or of no sense, is none", () => {
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

const TABLE =
  "filter=state+%3D+failed&run=a&col=config.lr&col=state&pin=config.lr&width=state%3A120&group=tag&seeds=1";

test("a view that is saved from the table of runs brings all of the table back", () => {
  const document = kept(tablePage, `${TABLE}&view=k3x9&open=x`);
  expect(tablePage.read(document)).toBe(tablePage.stateOf(TABLE));
  expect(tablePage.stateOf(tablePage.addressOf(tablePage.read(document), "k3x9"))).toBe(
    tablePage.stateOf(TABLE),
  );
});

test("each page changes its own part of a view, and the runs, filter and order of both", () => {
  const first = kept(tablePage, TABLE);
  const second = kept(chartsPage, "filter=loss+%3C+1&x=relative&sm=0.5", first);
  expect(chartsPage.read(second)).toBe(joined("filter=loss+%3C+1&x=relative&sm=0.5"));
  expect(tablePage.read(second)).toBe(
    tablePage.stateOf(TABLE.replace("filter=state+%3D+failed&run=a", "filter=loss+%3C+1")),
  );
  const third = kept(tablePage, "col=name&sort=name", second);
  expect(chartsPage.read(third)).toBe(joined("sort=name&x=relative&sm=0.5"));
});

test("a view of charts alone says of the table no more than runs, filter and order", () => {
  expect(tablePage.read(kept(chartsPage, "filter=x&run=a&sm=0.5"))).toBe("filter=x&run=a");
});
