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

test.each([
  ["model.ckpt", "model.ckpt"],
  ["../../.ssh/id.pub", "id.pub"],
  ["..\\..\\evil.exe", "evil.exe"],
  ["../..", "a-1-0.bin"],
  ["", "a-1-0.bin"],
  [7, "a-1-0.bin"],
])("a file logged as %s keeps its name, and never leaves its folder", (name, expected) => {
  expect(fileName({ key: "a", step: 1, index: 0, mime: "application/octet-stream", facts: { name } })).toBe(
    expected,
  );
});
