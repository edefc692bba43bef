import { expect, test } from "vitest";
import { shellLine } from "./shell";

test("plain arguments stay as they are, others are quoted", () => {
  expect(shellLine(["train.py", "--lr", "1e-3", "--name", "wide model"])).toBe(
    "train.py --lr 1e-3 --name 'wide model'",
  );
});

test("quotes, dollars and empty arguments survive", () => {
  expect(shellLine(["a'b", "$HOME", ""])).toBe(`'a'\\''b' '$HOME' ''`);
});
