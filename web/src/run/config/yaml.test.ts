import { describe, expect, it } from "vitest";
import type { Json } from "@/api/types";
import { toYamlText } from "./yaml";

describe("config as YAML", () => {
  it("nests by indentation, with plain lists on one line", () => {
    const config = { lr: 0.003, model: { kind: "vit", layers: [64, 128], norm: {}, none: null }, tags: [] };
    expect(toYamlText(config)).toBe(
      "lr: 0.003\nmodel:\n  kind: vit\n  layers: [64, 128]\n  norm: {}\n  none: null\ntags: []\n",
    );
  });

  it("hangs dictionaries and lists in lists at dashes", () => {
    const config: Json = { stages: [{ name: "a", at: [1, 2] }, { name: "b" }, [[1], { x: 1 }]] };
    expect(toYamlText(config)).toBe(
      "stages:\n  - name: a\n    at: [1, 2]\n  - name: b\n  - - [1]\n    - x: 1\n",
    );
  });

  it("quotes what would be read as something else", () => {
    const config = {
      a: "no",
      b: "1e3",
      c: "x: y",
      d: "",
      e: " padded ",
      f: "line\nbreak",
      "key: odd": "- dash",
      g: "#x",
    };
    expect(toYamlText(config)).toBe(
      'a: "no"\nb: "1e3"\nc: "x: y"\nd: ""\ne: " padded "\nf: "line\\nbreak"\n"key: odd": "- dash"\ng: "#x"\n',
    );
  });

  it("writes numbers so that PyYAML takes them for numbers", () => {
    expect(toYamlText({ a: 1e-8, b: 1.5e-9, c: Number.NaN, d: -Infinity, e: 1e21 })).toBe(
      "a: 1.0e-8\nb: 1.5e-9\nc: .nan\nd: -.inf\ne: 1.0e+21\n",
    );
  });
});
