import {
  AmbientLight,
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LineBasicMaterial,
  LineSegments,
  LoadingManager,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  Points as PointCloud,
  PointsMaterial,
  Sphere,
  type Texture,
  Vector3,
} from "three";
import type { MediaItem } from "@/api/types";
import { plural } from "@/format/number";
import { type Mark, marksOf } from "./marks";
import { coloursOf, isFields, type Points, readPoints } from "./points";
import { type SolidStyle, upOf } from "./solidView";

/** Something that stands in a ball of radius 1 around the origin, z up, ready to be drawn. */
export interface Model {
  root: Object3D;
  labels: readonly { at: Vector3; text: string; colour: string }[];
  /** So many points, of which a first part can stand for all. */
  points: { geometry: BufferGeometry; count: number } | null;
  /** What it is, in words. */
  words: string;
  dispose(): void;
}

/** Larger files than this are better opened elsewhere. */
export const MOST_BYTES = 400 << 20;

/**
 * Makes a model of an item's bytes.
 *
 * Raises an error that says what is wrong with bytes that are not what the item says, and with files that refer to others.
 */
export async function modelOf(item: MediaItem, data: ArrayBuffer, style: SolidStyle): Promise<Model> {
  const up = upOf(style, item);
  const { format, fields } = item.facts;
  if (format === "points") {
    const points = readPoints(data, isFields(fields) ? fields : "xyz");
    if (points.count === 0) throw new Error("it has no points.");
    const cloud = cloudOf(points, style, up === "z" ? 2 : 1);
    return framed(cloud, up, marksOf(item), plural(points.count, "point"), {
      geometry: cloud.geometry,
      count: points.count,
    });
  }
  const mesh = await meshOf(String(format), data);
  if (!isFiniteMesh(mesh)) throw new Error("some of its corners are no places.");
  if (style.colouring === "height" || style.colouring === "plain") repaint(mesh);
  return framed(mesh, up, [], trianglesOf(mesh), null);
}

/** Puts something into the ball, upright, with its marks. */
export function framed(
  object: Object3D,
  up: "y" | "z",
  marks: readonly Mark[],
  words: string,
  points: Model["points"],
): Model {
  const inner = new Group();
  inner.add(object);
  for (const mark of marks) inner.add(linesOf(mark));
  const ball = new Box3().setFromObject(inner).getBoundingSphere(new Sphere());
  const radius = Number.isFinite(ball.radius) && ball.radius > 0 ? ball.radius : 1;
  const centre = ball.isEmpty() ? new Vector3() : ball.center.clone();
  inner.position.copy(centre).multiplyScalar(-1 / radius);
  inner.scale.setScalar(1 / radius);
  const root = new Group();
  root.add(inner);
  if (up === "y") root.rotation.x = Math.PI / 2;
  root.updateMatrixWorld(true);
  const labels = marks
    .filter(({ label }) => label !== "")
    .map(({ at, label, colour }) => ({
      at: inner.localToWorld(new Vector3(...at)),
      text: label,
      colour,
    }));
  return { root, labels, points, words, dispose: () => disposeAll(root) };
}

function cloudOf(points: Points, style: SolidStyle, up: 1 | 2): PointCloud<BufferGeometry, PointsMaterial> {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(points.positions, 3));
  const colours = coloursOf(points, style.colouring, up);
  if (colours) geometry.setAttribute("color", new BufferAttribute(linear(colours), 3, true));
  const material = new PointsMaterial({
    size: style.size,
    sizeAttenuation: false,
    vertexColors: colours !== null,
    color: colours ? 0xffffff : 0x6f93d8,
  });
  return new PointCloud(geometry, material);
}

/** Colours as light, which is what is drawn with: a screen's steps are not even. */
function linear(colours: Uint8ClampedArray): Uint16Array {
  const light = new Uint16Array(colours.length);
  for (let i = 0; i < colours.length; i += 1) light[i] = LIGHT[colours[i] ?? 0] ?? 0;
  return light;
}

const LIGHT = Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return Math.round(65535 * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
});

function linesOf({ lines, colour }: Mark): LineSegments {
  const geometry = new BufferGeometry().setFromPoints(
    lines.flatMap(([a, b]) => [new Vector3(...a), new Vector3(...b)]),
  );
  return new LineSegments(geometry, new LineBasicMaterial({ color: new Color(colour) }));
}

/** What one drawing shows without a material of its own. */
const plainMaterial = () => new MeshStandardMaterial({ color: 0x9db4dc, roughness: 0.75, side: DoubleSide });

async function meshOf(format: string, data: ArrayBuffer): Promise<Object3D> {
  const text = () => new TextDecoder().decode(data);
  const refused: string[] = [];
  if (format === "stl") {
    const { STLLoader } = await import("three/examples/jsm/loaders/STLLoader.js");
    return parsed(refused, () => new Mesh(new STLLoader().parse(data), plainMaterial()));
  }
  if (format === "obj") {
    const { OBJLoader } = await import("three/examples/jsm/loaders/OBJLoader.js");
    const object = await parsed(refused, () => new OBJLoader().parse(text()));
    repaint(object);
    return object;
  }
  if (format === "glb" || format === "gltf") {
    const { GLTFLoader } = await import("three/examples/jsm/loaders/GLTFLoader.js");
    const loader = new GLTFLoader(ownFilesOnly(refused));
    return parsed(refused, async () => (await loader.parseAsync(format === "glb" ? data : text(), "")).scene);
  }
  throw new Error(`Objects of format “${format}” are not drawn.`);
}

/** What a reader makes of a file; what it says of a bad one speaks of its own insides. */
async function parsed(
  refused: readonly string[],
  parse: () => Object3D | Promise<Object3D>,
): Promise<Object3D> {
  try {
    return await parse();
  } catch (error) {
    const [other] = refused;
    if (other !== undefined)
      throw new Error(`it refers to another file, ${other.slice(0, 80)}, which is not fetched.`);
    throw new Error(`it is broken or cut short (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** What a run logged may bring its files along, and must not fetch any: that would tell others who looks at it. Those it asks for are noted. */
function ownFilesOnly(refused: string[]): LoadingManager {
  const manager = new LoadingManager();
  manager.setURLModifier((url) => {
    if (/^(data|blob):/.test(url)) return url;
    refused.push(url);
    return "data:application/octet-stream,";
  });
  return manager;
}

function isFiniteMesh(object: Object3D): boolean {
  let finite = true;
  object.traverse((part) => {
    const places = (part as Mesh).geometry?.getAttribute("position")?.array;
    for (let at = 0; finite && places && at < places.length; at += 1) finite = Number.isFinite(places[at]);
  });
  return finite;
}

function repaint(object: Object3D): void {
  object.traverse((part) => {
    if (part instanceof Mesh) {
      if (!part.geometry.getAttribute("normal")) part.geometry.computeVertexNormals();
      part.material = plainMaterial();
    }
  });
}

function trianglesOf(object: Object3D): string {
  let triangles = 0;
  object.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    const { index, attributes } = part.geometry as BufferGeometry;
    triangles += Math.floor((index?.count ?? attributes.position?.count ?? 0) / 3);
  });
  return plural(triangles, "triangle");
}

function disposeAll(root: Object3D): void {
  root.traverse((part) => {
    const { geometry, material } = part as Mesh;
    geometry?.dispose();
    for (const each of material ? [material].flat() : []) {
      for (const value of Object.values(each)) if ((value as Texture | null)?.isTexture) value.dispose();
      each.dispose();
    }
  });
}

/** The light from everywhere; what comes from the eye is the stage's. */
export const ambient = () => new AmbientLight(0xffffff, 0.8);
