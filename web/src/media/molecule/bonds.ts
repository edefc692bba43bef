import { elementOf } from "./elements";
import type { Atom, Bond } from "./parse";

/** Ångström that a bond may be longer than both radii together. */
const SLACK = 0.4;
/** Nearer than this are two places of one atom. */
const NEAREST = 0.4;
/** No bond is longer. */
const CELL = 4.5;

/** Which atoms are as near to each other as bonds are long. Looks at neighbours only: 100,000 atoms take a moment. */
export function bondsByDistance(atoms: readonly Atom[]): Bond[] {
  const cells = new Map<string, number[]>();
  const cellOf = ({ x, y, z }: Atom) =>
    [x, y, z].map((each) => Math.floor(each / CELL)) as [number, number, number];
  const bonds: Bond[] = [];
  for (const [to, atom] of atoms.entries()) {
    const [x, y, z] = cellOf(atom);
    const reach = elementOf(atom.sign).bond + SLACK;
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dz = -1; dz <= 1; dz += 1) {
          for (const from of cells.get(`${x + dx} ${y + dy} ${z + dz}`) ?? []) {
            const other = atoms[from];
            if (!other || (atom.sign === "H" && other.sign === "H")) continue;
            const far = Math.hypot(atom.x - other.x, atom.y - other.y, atom.z - other.z);
            if (far > NEAREST && far <= reach + elementOf(other.sign).bond) bonds.push({ from, to });
          }
        }
      }
    }
    const name = `${x} ${y} ${z}`;
    const cell = cells.get(name);
    if (cell) cell.push(to);
    else cells.set(name, [to]);
  }
  return bonds;
}

/** Which atoms there are, as chemists write it: carbon, hydrogen, then by name. */
export function formulaOf(atoms: readonly Atom[]): string {
  const counts = new Map<string, number>();
  for (const { sign } of atoms) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const first = counts.has("C") ? ["C", "H"] : [];
  const names = [
    ...first.filter((sign) => counts.has(sign)),
    ...[...counts.keys()].filter((sign) => !first.includes(sign)).sort(),
  ];
  const digits = (count: number) =>
    String(count).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)] ?? "");
  return names
    .map((sign) => sign + ((counts.get(sign) ?? 0) > 1 ? digits(counts.get(sign) ?? 0) : ""))
    .join("");
}
