import { expect, test } from "vitest";
import { fileName } from "./fileName";

test.each([
  ["val/mistakes", "image/png", "val-mistakes-120-3.png"],
  ["a b", "image/jpeg", "a-b-120-3.jpg"],
  ["report", "text/html; charset=utf-8", "report-120-3.html"],
  ["sound", "audio/x-flac", "sound-120-3.flac"],
  ["x", "application/octet-stream", "x-120-3.bin"],
])("%s as %s", (key, mime, name) => {
  expect(fileName({ key, step: 120, index: 3, mime })).toBe(name);
});
