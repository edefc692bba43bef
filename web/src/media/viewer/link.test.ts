import { expect, test } from "vitest";
import { linkOf } from "./link";

const PAGE = "http://localhost:7000/p/vision/media";

test("a link to an image names its runs, as the newest ones will be others", () => {
  const link = new URL(linkOf(`${PAGE}?item=50/1@a%252Fb/val/x&beside=@c&beside=10@a/b`));
  expect(link.searchParams.getAll("run")).toEqual(["a/b", "c"]);
  expect(link.searchParams.get("item")).toBe("50/1@a%2Fb/val/x");
});

test("chosen runs and saved views stay as they are", () => {
  for (const rest of ["&run=z", "&view=v1"]) {
    const href = `${PAGE}?item=50/1@a/val/x${rest}`;
    expect(linkOf(href)).toBe(href);
  }
  expect(linkOf(PAGE)).toBe(PAGE);
});
