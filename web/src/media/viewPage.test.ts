import { expect, test } from "vitest";
import { chartsPage, joined, readDocument, type ViewPage } from "@/charts/views/document";
import { tablePage } from "@/runs/viewPage";
import { galleryPage } from "./viewPage";

const MEDIA = "run=a&run=b&step=10%40val&tiles=large&pinhere=5_0%40a%2Fval%2Fx&pinoff=b%2Fval%2Fx";

const kept = (page: ViewPage, search: string, before: Parameters<ViewPage["write"]>[1] = null) => {
  const document = readDocument(JSON.parse(JSON.stringify(page.write(search, before))));
  if (document === null) throw new Error("The document cannot be read.");
  return document;
};

test("a view keeps steps, pins and exclusions, and nothing that is open over the page", () => {
  const document = kept(galleryPage, `${MEDIA}&item=5%2F0%40a%2Fval%2Fx&view=k`);
  expect(galleryPage.read(document)).toBe(joined(MEDIA));
  expect(galleryPage.stateOf(galleryPage.addressOf(galleryPage.read(document), "k"))).toBe(joined(MEDIA));
});

test("what other pages save leaves the media as they were, and what media save, them", () => {
  const first = kept(galleryPage, MEDIA, kept(chartsPage, "x=relative&sm=0.5"));
  expect(chartsPage.read(first)).toContain("sm=0.5");
  const second = kept(tablePage, "col=name&run=a", first);
  expect(galleryPage.read(second)).toBe("run=a&step=10%40val&tiles=large");
});
