import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isAllowed, notice, packageFolder } from "./licenses";

test.each([
  ["/web/node_modules/three/build/three.module.js", "/web/node_modules/three"],
  ["/web/node_modules/@radix-ui/react-slot/dist/index.mjs", "/web/node_modules/@radix-ui/react-slot"],
  ["/web/node_modules/a/node_modules/b/i.js", "/web/node_modules/a/node_modules/b"],
  ["\0/web/node_modules/react/index.js?commonjs-module", "/web/node_modules/react"],
  ["C:\\web\\node_modules\\react\\index.js", "C:/web/node_modules/react"],
  ["/web/src/main.tsx", null],
])("%j is of the package %j", (id, folder) => {
  expect(packageFolder(id)).toBe(folder);
});

test.each([
  ["MIT", true],
  ["(MPL-2.0 OR Apache-2.0)", true],
  ["GPL-3.0", false],
  ["MIT AND GPL-3.0", false],
])("%s may be shipped: %s", (license, allowed) => {
  expect(isAllowed(license)).toBe(allowed);
});

const packageOf = (license: string, text: string | null): string => {
  const folder = mkdtempSync(join(tmpdir(), "licenses-"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "left-pad", version: "1.2.3", license }),
  );
  if (text !== null) writeFileSync(join(folder, "LICENSE.md"), text);
  return folder;
};

test("a package is named with its version, its licence and the text of it", () => {
  const folder = packageOf("MIT", "Copyright (c) Somebody");
  const text = notice([folder, folder]);
  expect(text.match(/left-pad 1\.2\.3 \(MIT\)/g)).toHaveLength(1);
  expect(text).toContain("Copyright (c) Somebody");
});

test("a build with a package that may not be shipped stops", () => {
  expect(() => notice([packageOf("GPL-3.0", null)])).toThrow(/left-pad is under "GPL-3.0"/);
});
