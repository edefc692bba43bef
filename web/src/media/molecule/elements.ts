/** What is drawn of an element: its colour (CPK), and its radii in ångström: of a bond and of a ball. */
export interface Element {
  colour: number;
  bond: number;
  ball: number;
}

const KNOWN: Record<string, readonly [colour: number, bond: number, ball: number]> = {
  H: [0xffffff, 0.31, 1.1],
  He: [0xd9ffff, 0.28, 1.4],
  Li: [0xcc80ff, 1.28, 1.81],
  B: [0xffb5b5, 0.84, 1.92],
  C: [0x909090, 0.76, 1.7],
  N: [0x3050f8, 0.71, 1.55],
  O: [0xff0d0d, 0.66, 1.52],
  F: [0x90e050, 0.57, 1.47],
  Na: [0xab5cf2, 1.66, 2.27],
  Mg: [0x8aff00, 1.41, 1.73],
  Al: [0xbfa6a6, 1.21, 1.84],
  Si: [0xf0c8a0, 1.11, 2.1],
  P: [0xff8000, 1.07, 1.8],
  S: [0xffff30, 1.05, 1.8],
  Cl: [0x1ff01f, 1.02, 1.75],
  K: [0x8f40d4, 2.03, 2.75],
  Ca: [0x3dff00, 1.76, 2.31],
  Ti: [0xbfc2c7, 1.6, 2.15],
  Cr: [0x8a99c7, 1.39, 2.05],
  Mn: [0x9c7ac7, 1.39, 2.05],
  Fe: [0xe06633, 1.32, 2.05],
  Co: [0xf090a0, 1.26, 2],
  Ni: [0x50d050, 1.24, 1.63],
  Cu: [0xc88033, 1.32, 1.4],
  Zn: [0x7d80b0, 1.22, 1.39],
  Se: [0xffa100, 1.2, 1.9],
  Br: [0xa62929, 1.2, 1.85],
  Ag: [0xc0c0c0, 1.45, 1.72],
  I: [0x940094, 1.39, 1.98],
  Pt: [0xd0d0e0, 1.36, 1.75],
  Au: [0xffd123, 1.36, 1.66],
  Hg: [0xb8b8d0, 1.32, 1.55],
  Pb: [0x575961, 1.46, 2.02],
};

const OTHER = [0xff69b4, 1.4, 1.9] as const;

/** An element by its sign; what is not known is pink. */
export function elementOf(sign: string): Element {
  const [colour, bond, ball] = KNOWN[sign] ?? OTHER;
  return { colour, bond, ball };
}

/** `CL` and `cl` as Cl; what begins with no letter has no sign. */
export function asSign(text: string): string {
  const letters = /[A-Za-z]{1,2}/.exec(text)?.[0] ?? "";
  return letters.slice(0, 1).toUpperCase() + letters.slice(1).toLowerCase();
}

/** The element of an atom by its name, such as CA of a protein, where no column says it. */
export function signOfName(name: string): string {
  const two = asSign(name);
  // A C-alpha is a carbon, and calcium is said in a column of its own.
  return two.length === 2 && KNOWN[two] && !["Ca", "Cd", "Hg", "He", "Nb", "Ne"].includes(two)
    ? two
    : two.slice(0, 1);
}
