import { expect, test } from "vitest";
import { highlight } from "./highlight";
import { languageOf } from "./language";

test.each([
  ["train.py", "", "python"],
  ["kernels/attention.cu", "", "cpp"],
  ["conf/run.v2.YAML", "", "yaml"],
  ["pyproject.toml", "", "ini"],
  ["Dockerfile", "", "dockerfile"],
  ["docker/Dockerfile.gpu", "", "dockerfile"],
  ["Makefile", "", "makefile"],
  ["bin/train", "#!/usr/bin/env python3\nimport os\n", "python"],
  ["bin/start", "#!/bin/bash\necho\n", "bash"],
  ["LICENSE", "MIT\n", null],
  ["data.bin", "", null],
  [".py/notes", "", null],
])("%s is written in %s", (path, text, language) => {
  expect(languageOf(path, text)).toBe(language);
});

test("what stands in a file never becomes markup of the page", () => {
  const html = highlight('x = "<script>alert(1)</script>" # <b>', "python");
  expect(html).not.toMatch(/<script|<b>/);
  expect(html).toContain("&lt;script&gt;");
  const page = highlight('<img src=x onerror="alert(1)">', "xml");
  expect(page.replace(/<\/?span[^>]*>/g, "")).not.toMatch(/[<>]/);
});
