import { expect, test } from "vitest";
import { bondsByDistance, formulaOf } from "./bonds";
import { asSign, signOfName } from "./elements";
import { parseMolecule } from "./parse";

const WATER = "3\nwater\nO 0 0 0.117\nH 0 0.757 -0.469\nH 0 -0.757 -0.469\n";
const MOL = `water
  x

  3  2  0  0  0  0  0  0  0  0999 V2000
    0.0000    0.0000    0.1170 O   0  0
    0.0000    0.7570   -0.4690 H   0  0
    0.0000   -0.7570   -0.4690 H   0  0
  1  2  1  0
  1  3  1  0
M  END
$$$$
second
`;
const PDB = `HEADER    X
ATOM      1  CA  ALA A   1      11.104   6.134  -6.504  1.00  0.00           C
HETATM    2 CA    CA A   2       1.000   2.000   3.000  1.00  0.00          CA
ATOM      3  N   ALA A   1      12.000   6.134  -6.504  1.00  0.00
CONECT    1    3
ENDMDL
ATOM      1  CA  ALA A   1      99.000   6.134  -6.504  1.00  0.00           C
`;
const CIF = `data_x
loop_
_atom_site.group_PDB
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.pdbx_PDB_model_num
ATOM C CA 1.0 2.0 3.0 1
ATOM O "O5'" 1.5 2.5 -3.5 1
ATOM C CA 9 9 9 2
#
`;

test("atoms and bonds are read from each format", () => {
  const told = (format: string, text: string) => {
    const { atoms, bonds } = parseMolecule(format, text);
    return [atoms.map(({ sign, x, y, z }) => [sign, x, y, z]), bonds];
  };
  const water = [
    ["O", 0, 0, 0.117],
    ["H", 0, 0.757, -0.469],
    ["H", 0, -0.757, -0.469],
  ];
  const pairs = [
    { from: 0, to: 1 },
    { from: 0, to: 2 },
  ];
  expect(told("xyz", WATER)).toEqual([water, null]);
  expect(told("mol", MOL)).toEqual([water, pairs]);
  expect(told("sdf", MOL.replaceAll("\n", "\r\n"))).toEqual([water, pairs]);
  expect(told("pdb", PDB)[0]).toEqual([
    ["C", 11.104, 6.134, -6.504],
    ["Ca", 1, 2, 3],
    ["N", 12, 6.134, -6.504],
  ]);
  expect(told("mmcif", CIF)[0]).toEqual([
    ["C", 1, 2, 3],
    ["O", 1.5, 2.5, -3.5],
  ]);
  const mol2 =
    "@<TRIPOS>MOLECULE\nw\n@<TRIPOS>ATOM\n1 O1 0 0 0.117 O.3 1 W 0\n2 H1 0 0.757 -0.469 H 1 W 0\n3 H2 0 -0.757 -0.469 H 1 W 0\n@<TRIPOS>BOND\n1 1 2 1\n2 1 3 1\n";
  expect(told("mol2", mol2)).toEqual([water, pairs]);
  const gro = "w\n    1\n    1SOL     OW    1   0.126   1.624   1.679\n   1 1 1\n";
  expect(told("gro", gro)[0]).toEqual([["O", 1.26, 16.240000000000002, 16.79]]);
  const pqr = "ATOM 1 CL A 1 1.0 2.0 3.0 0.5 1.2\n";
  expect(told("pqr", pqr)[0]).toEqual([["Cl", 1, 2, 3]]);
  const v3000 =
    "\n\n\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\nM  V30 BEGIN ATOM\nM  V30 1 O 0 0 0.117 0\nM  V30 2 H 0 0.757 -0.469 0\nM  V30 END ATOM\nM  V30 BEGIN BOND\nM  V30 1 1 1 2\nM  V30 END BOND\nM  END\n";
  expect(told("mol", v3000)).toEqual([water.slice(0, 2), pairs.slice(0, 1)]);
});

test("what is no molecule says why", () => {
  expect(() => parseMolecule("mmtf", "x")).toThrow("not drawn here");
  expect(() => parseMolecule("xyz", "nonsense")).toThrow("how many atoms");
  expect(() => parseMolecule("xyz", "2\n\nO 0 0 0\n")).toThrow("no place");
  expect(() => parseMolecule("pdb", "HEADER")).toThrow("no atoms");
  expect(() => parseMolecule("cif", "loop_\n_atom_site_fract_x\nC 0.1\n")).toThrow("crystal");
});

test("signs are told from names", () => {
  expect([asSign("CL"), asSign("1H"), asSign("12")]).toEqual(["Cl", "H", ""]);
  expect([signOfName("CA"), signOfName("OXT"), signOfName("ZN"), signOfName("HG21")]).toEqual([
    "C",
    "O",
    "Zn",
    "H",
  ]);
});

test("near atoms are bound, as everyone with everyone would say", () => {
  let state = 7;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return (state / 2 ** 32) * 12 - 6;
  };
  const atoms = Array.from({ length: 200 }, (_, i) => ({
    sign: i % 3 ? "C" : "H",
    x: random(),
    y: random(),
    z: random(),
  }));
  const radius = (sign: string) => (sign === "C" ? 0.76 : 0.31);
  const plain = atoms.flatMap((b, to) =>
    atoms.slice(0, to).flatMap((a, from) => {
      const far = Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
      const isBond =
        far > 0.4 && far <= radius(a.sign) + radius(b.sign) + 0.4 && !(a.sign === "H" && b.sign === "H");
      return isBond ? [`${from} ${to}`] : [];
    }),
  );
  expect(
    bondsByDistance(atoms)
      .map(({ from, to }) => `${from} ${to}`)
      .sort(),
  ).toEqual(plain.sort());
  expect(bondsByDistance(parseMolecule("xyz", WATER).atoms)).toHaveLength(2);
});

test("a formula begins with carbon", () => {
  const atoms = [..."OHHCHHHCHH"].map((sign) => ({ sign, x: 0, y: 0, z: 0 }));
  expect(formulaOf(atoms)).toBe("C₂H₇O");
});
