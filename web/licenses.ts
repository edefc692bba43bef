import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

const FILE = "THIRD_PARTY_LICENSES.txt";
/** What may be shipped along with a program under the MIT licence, and asks for no more than to be named. */
const ALLOWED = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "OFL-1.1", "Unlicense"];

/** The folder of the package that a module belongs to; null for one of our own. */
export function packageFolder(id: string): string | null {
  const found = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)/.exec(id.replaceAll("\\", "/"));
  return found?.[1] ?? null;
}

/** Whether a package may be shipped: of several licences to choose from, one will do. */
export const isAllowed = (license: string): boolean =>
  license
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((each) => ALLOWED.includes(each.trim()));

interface Named {
  name: string;
  version: string;
  license: string;
  text: string;
}

function read(folder: string): Named {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  if (typeof license !== "string" || !isAllowed(license)) {
    throw new Error(`${name} is under ${JSON.stringify(license)}, which Runstone cannot be shipped with.`);
  }
  return { name, version, license, text: text || `Licence: ${license}` };
}

/** The licences of these packages, as one text. */
export function notice(folders: Iterable<string>): string {
  const all = [...new Set(folders)].map(read).sort((a, b) => (a.name < b.name ? -1 : 1));
  const head =
    "Runstone's web UI contains these packages, whose authors ask to be named with their licences.";
  return [head, ...all.map((each) => `${each.name} ${each.version} (${each.license})\n\n${each.text}`)]
    .join(`\n\n${"-".repeat(80)}\n\n`)
    .concat("\n");
}

/** Puts the licences of all packages that a build takes in beside it. */
export function licenses(): Plugin {
  return {
    name: "runstone-licenses",
    generateBundle(_, bundle) {
      // Fonts come in by style sheets, which are no modules.
      const assets = Object.values(bundle).flatMap((file) =>
        file.type === "asset" ? file.originalFileNames.map((name) => resolve(name)) : [],
      );
      const folders = [...this.getModuleIds(), ...assets]
        .map(packageFolder)
        .filter((folder) => folder !== null);
      this.emitFile({ type: "asset", fileName: FILE, source: notice(folders) });
    },
  };
}
