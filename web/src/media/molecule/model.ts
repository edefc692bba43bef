import {
  Color,
  CylinderGeometry,
  Group,
  IcosahedronGeometry,
  InstancedMesh,
  Matrix4,
  MeshStandardMaterial,
  Quaternion,
  Vector3,
} from "three";
import { plural } from "@/format/number";
import { framed, type Model } from "../solid/model";
import { bondsByDistance, formulaOf } from "./bonds";
import { elementOf } from "./elements";
import type { Form } from "./forms";
import { type Atom, type Bond, parseMolecule } from "./parse";

/** More atoms than this are no longer told apart here. */
const MOST_ATOMS = 300_000;
const BALL = 0.25;
const STICK = 0.12;

/** Makes a model of a molecule's file. Raises an error that says why it cannot. */
export function moleculeModel(format: string, data: ArrayBuffer, form: Form): Model {
  const { atoms, bonds } = parseMolecule(format, new TextDecoder().decode(data));
  if (atoms.length > MOST_ATOMS) throw new Error(`${atoms.length} atoms are too many to be drawn here.`);
  const group = new Group();
  group.add(ballsOf(atoms, form === "filling" ? 1 : BALL));
  if (form === "sticks") group.add(sticksOf(atoms, bonds ?? bondsByDistance(atoms)));
  return framed(group, "z", [], `${formulaOf(atoms)} · ${plural(atoms.length, "atom")}`, null);
}

const material = () => new MeshStandardMaterial({ roughness: 0.45 });

function ballsOf(atoms: readonly Atom[], scale: number): InstancedMesh {
  // The more there are, the smaller each is on the screen.
  const detail = atoms.length > 20_000 ? 0 : atoms.length > 5_000 ? 1 : atoms.length > 1_000 ? 2 : 4;
  const balls = new InstancedMesh(new IcosahedronGeometry(1, detail), material(), atoms.length);
  const place = new Matrix4();
  const colour = new Color();
  for (const [i, { sign, x, y, z }] of atoms.entries()) {
    const element = elementOf(sign);
    const size = element.ball * scale;
    balls.setMatrixAt(i, place.makeScale(size, size, size).setPosition(x, y, z));
    balls.setColorAt(i, colour.setHex(element.colour));
  }
  balls.computeBoundingSphere();
  return balls;
}

/** Each bond as two halves in the colours of its ends. */
function sticksOf(atoms: readonly Atom[], bonds: readonly Bond[]): InstancedMesh {
  const shape = new CylinderGeometry(STICK, STICK, 1, bonds.length > 5_000 ? 5 : 16, 1, true);
  const sticks = new InstancedMesh(shape, material(), bonds.length * 2);
  const [up, along, middle, size] = [new Vector3(0, 1, 0), new Vector3(), new Vector3(), new Vector3()];
  const place = new Matrix4();
  const turned = new Quaternion();
  const colour = new Color();
  for (const [i, { from, to }] of bonds.entries()) {
    const [a, b] = [atoms[from], atoms[to]];
    if (!a || !b) continue;
    along.set(b.x - a.x, b.y - a.y, b.z - a.z);
    const length = along.length() || 1e-6;
    turned.setFromUnitVectors(up, along.clone().divideScalar(length));
    size.set(1, length / 2, 1);
    for (const [half, end] of [a, b].entries()) {
      middle.set(a.x, a.y, a.z).addScaledVector(along, half === 0 ? 0.25 : 0.75);
      sticks.setMatrixAt(i * 2 + half, place.compose(middle, turned, size));
      sticks.setColorAt(i * 2 + half, colour.setHex(elementOf(end.sign).colour));
    }
  }
  sticks.computeBoundingSphere();
  return sticks;
}
