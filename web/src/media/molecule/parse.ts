import { asSign, signOfName } from "./elements";

export interface Atom {
  sign: string;
  x: number;
  y: number;
  z: number;
}

export interface Bond {
  from: number;
  to: number;
}

export interface Molecule {
  atoms: Atom[];
  /** Those that the file says; null where it says none, and distances must. */
  bonds: Bond[] | null;
}

/** Formats whose atoms can be read here. */
const READERS: Record<string, (text: string) => Molecule> = {
  pdb: readPdb,
  ent: readPdb,
  pqr: readPqr,
  xyz: readXyz,
  mol: readMol,
  sdf: readMol,
  sd: readMol,
  mol2: readMol2,
  gro: readGro,
  cif: readCif,
  mcif: readCif,
  mmcif: readCif,
};

/**
 * Reads the atoms of a molecule's file, of several models or frames the first.
 *
 * Raises an error with what is wrong: a format that is not read here, or a file without atoms.
 */
export function parseMolecule(format: string, text: string): Molecule {
  const read = READERS[format];
  if (!read) throw new Error(`molecules of format “${format}” are not drawn here.`);
  const molecule = read(text);
  const { atoms, bonds } = molecule;
  if (atoms.length === 0) throw new Error(`there are no atoms in this ${format} file.`);
  if (atoms.some(({ x, y, z }) => !Number.isFinite(x + y + z))) throw new Error("an atom has no place.");
  const known = bonds?.filter(({ from, to }) => from !== to && atoms[from] && atoms[to]) ?? null;
  return { atoms, bonds: known && known.length > 0 ? known : null };
}

const linesOf = (text: string): string[] => text.split(/\r?\n/);
const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

const atom = (sign: string, x: string | undefined, y: string | undefined, z: string | undefined): Atom => ({
  sign,
  x: Number.parseFloat(x ?? ""),
  y: Number.parseFloat(y ?? ""),
  z: Number.parseFloat(z ?? ""),
});

function readPdb(text: string): Molecule {
  const atoms: Atom[] = [];
  const places = new Map<string, number>();
  const bonds: Bond[] = [];
  let isFirst = true;
  for (const line of linesOf(text)) {
    if (line.startsWith("ENDMDL")) isFirst = false;
    if (isFirst && /^(ATOM {2}|HETATM)/.test(line)) {
      places.set(line.slice(6, 11).trim(), atoms.length);
      const sign = asSign(line.slice(76, 78)) || signOfName(line.slice(12, 16).trim());
      atoms.push(atom(sign, line.slice(30, 38), line.slice(38, 46), line.slice(46, 54)));
    } else if (line.startsWith("CONECT")) {
      const [first, ...others] = [6, 11, 16, 21, 26].map((at) => places.get(line.slice(at, at + 5).trim()));
      // Each bond is told from both of its ends.
      for (const to of others) {
        if (first !== undefined && to !== undefined && first < to) bonds.push({ from: first, to });
      }
    }
  }
  // What CONECT tells of proteins are their odd bonds alone.
  return { atoms, bonds: bonds.length >= atoms.length / 2 ? bonds : null };
}

function readPqr(text: string): Molecule {
  const atoms = linesOf(text).flatMap((line) => {
    const words = wordsOf(line);
    if (words[0] !== "ATOM" && words[0] !== "HETATM") return [];
    const [x, y, z] = words.slice(-5);
    return [atom(signOfName(words[2] ?? ""), x, y, z)];
  });
  return { atoms, bonds: null };
}

function readXyz(text: string): Molecule {
  const [first, , ...rest] = linesOf(text);
  const count = Number.parseInt(first ?? "", 10);
  if (!(count > 0)) throw new Error("an xyz file begins with how many atoms it has.");
  const rows = rest.slice(0, count).map(wordsOf);
  if (rows.some((words) => words.length < 4)) throw new Error("an atom has no place.");
  return { atoms: rows.map(([sign, x, y, z]) => atom(asSign(sign ?? ""), x, y, z)), bonds: null };
}

function readMol(text: string): Molecule {
  const lines = linesOf(text);
  if (lines[3]?.includes("V3000")) return readMol3000(lines);
  const counts = lines[3] ?? "";
  const [atomCount, bondCount] = [Number(counts.slice(0, 3)), Number(counts.slice(3, 6))];
  const atoms = lines.slice(4, 4 + atomCount).map((line) => {
    const [x, y, z, sign] = wordsOf(line);
    return atom(asSign(sign ?? ""), x, y, z);
  });
  const bonds = lines
    .slice(4 + atomCount, 4 + atomCount + bondCount)
    .map((line) => ({ from: Number(line.slice(0, 3)) - 1, to: Number(line.slice(3, 6)) - 1 }));
  return { atoms, bonds };
}

function readMol3000(lines: readonly string[]): Molecule {
  const atoms: Atom[] = [];
  const bonds: Bond[] = [];
  const places = new Map<string, number>();
  let part = "";
  for (const line of lines) {
    const words = wordsOf(line.replace(/^M {2}V30/, ""));
    if (line.startsWith("M  END")) break;
    if (words[0] === "BEGIN") part = words[1] ?? "";
    else if (words[0] === "END") part = "";
    else if (part === "ATOM") {
      const [name, sign, x, y, z] = words;
      places.set(name ?? "", atoms.length);
      atoms.push(atom(asSign(sign ?? ""), x, y, z));
    } else if (part === "BOND") {
      bonds.push({ from: places.get(words[2] ?? "") ?? -1, to: places.get(words[3] ?? "") ?? -1 });
    }
  }
  return { atoms, bonds };
}

function readMol2(text: string): Molecule {
  const atoms: Atom[] = [];
  const bonds: Bond[] = [];
  const places = new Map<string, number>();
  let part = "";
  let molecules = 0;
  for (const line of linesOf(text)) {
    if (line.startsWith("@<TRIPOS>")) {
      part = line.slice(9).trim();
      if (part === "MOLECULE") molecules += 1;
      continue;
    }
    const words = wordsOf(line);
    if (molecules > 1 || words.length < 4) continue;
    if (part === "ATOM" && words.length >= 6) {
      places.set(words[0] ?? "", atoms.length);
      atoms.push(atom(asSign(words[5]?.split(".")[0] ?? ""), words[2], words[3], words[4]));
    } else if (part === "BOND") {
      bonds.push({ from: places.get(words[1] ?? "") ?? -1, to: places.get(words[2] ?? "") ?? -1 });
    }
  }
  return { atoms, bonds };
}

function readGro(text: string): Molecule {
  const lines = linesOf(text);
  const count = Number.parseInt(lines[1] ?? "", 10) || 0;
  const atoms = lines.slice(2, 2 + count).map((line) => {
    const found = atom(
      signOfName(line.slice(10, 15).trim()),
      line.slice(20, 28),
      line.slice(28, 36),
      line.slice(36, 44),
    );
    // Nanometres.
    return { ...found, x: found.x * 10, y: found.y * 10, z: found.z * 10 };
  });
  return { atoms, bonds: null };
}

/** mmCIF: the loop over `_atom_site` with places in space. */
function readCif(text: string): Molecule {
  const lines = linesOf(text);
  const atoms: Atom[] = [];
  let names: string[] = [];
  let model: string | undefined;
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed.startsWith("_atom_site.")) {
      names.push(trimmed.split(/\s/)[0]?.slice("_atom_site.".length) ?? "");
      continue;
    }
    if (names.length === 0) continue;
    if (trimmed === "" || /^(#|_|loop_|data_)/.test(trimmed)) {
      if (atoms.length > 0) break;
      names = [];
      continue;
    }
    const cells = trimmed.match(/'(?:[^']|'(?!\s|$))*'|"(?:[^"]|"(?!\s|$))*"|\S+/g) ?? [];
    const cell = (name: string) => cells[names.indexOf(name)];
    model ??= cell("pdbx_PDB_model_num");
    if (cell("pdbx_PDB_model_num") !== model) continue;
    const sign = asSign(cell("type_symbol") ?? "") || signOfName(cell("label_atom_id") ?? "");
    if (cell("Cartn_x") === undefined) {
      throw new Error("this CIF file tells places within a crystal's cell alone, which are not drawn here.");
    }
    atoms.push(atom(sign, cell("Cartn_x"), cell("Cartn_y"), cell("Cartn_z")));
  }
  if (atoms.length === 0 && /_atom_site_fract_x/.test(text)) {
    throw new Error("this CIF file tells places within a crystal's cell alone, which are not drawn here.");
  }
  return { atoms, bonds: null };
}
