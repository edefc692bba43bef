import { DirectionalLight, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from "three";
import { formatCount } from "@/format/number";
import { type Camera, eyeOf, VIEW_ANGLE } from "./camera";
import { ambient, type Model } from "./model";

/** Browsers keep few WebGL contexts alive: one draws for all pictures, which copy what it drew. */
let shared: WebGLRenderer | null | undefined;

function renderer(): WebGLRenderer | null {
  if (shared !== undefined) return shared;
  try {
    // Asked beforehand: three tells the console what it cannot have.
    const canvas = document.createElement("canvas");
    const attributes = {
      alpha: true,
      antialias: true,
      depth: true,
      powerPreference: "high-performance",
    } as const;
    const context = canvas.getContext("webgl2", attributes) as WebGL2RenderingContext | null;
    shared = context ? new WebGLRenderer({ canvas, context, ...attributes }) : null;
    shared?.setClearColor(0x000000, 0);
  } catch {
    shared = null;
  }
  return shared;
}

/** Whether this browser can draw in space. */
export const canDraw = (): boolean => renderer() !== null;

const scene = new Scene();
const eye = new PerspectiveCamera((VIEW_ANGLE * 180) / Math.PI, 1, 0.005, 60);
const lamp = new DirectionalLight(0xffffff, 2.4);
eye.up.set(0, 0, 1);
eye.add(lamp);
scene.add(eye, ambient());

/** How many points this machine draws in a millisecond, as far as it has shown. */
let pace = 400;
/** So long may drawing take while something moves, and once it rests. */
const MOVING_MS = 25;
const RESTING_MS = 700;
const LEAST = 20_000;

/**
 * Draws a model onto a canvas of its own. Of a large cloud only as many points are drawn as this machine draws in time:
 * few while it is `moving`, so that it keeps up, and all of them at rest, unless it has no graphics card. Tells whether it could
 * draw more now than it did: what it can shows with the first pictures.
 */
export function draw(target: HTMLCanvasElement, model: Model, camera: Camera, moving: boolean): boolean {
  const gl = renderer();
  const context = target.getContext("2d");
  if (!gl || !context || target.width === 0 || target.height === 0) return false;
  const { width, height } = target;
  const { points } = model;
  const drawn = points ? Math.min(points.count, budgetOf(moving)) : 0;
  points?.geometry.setDrawRange(0, drawn);
  eye.aspect = width / height;
  // What is wider than high has room to spare at its sides; what is higher needs to be seen from farther away.
  const back = Math.max(1, height / width);
  const [x, y, z] = eyeOf({ ...camera, distance: camera.distance * back });
  eye.position.set(x, y, z);
  eye.lookAt(camera.x, camera.y, camera.z);
  eye.updateProjectionMatrix();
  lamp.position.set(-0.9, 1, 0.8);
  scene.add(model.root);
  if (gl.domElement.width !== width || gl.domElement.height !== height) gl.setSize(width, height, false);
  const began = performance.now();
  gl.render(scene, eye);
  scene.remove(model.root);
  context.clearRect(0, 0, width, height);
  context.drawImage(gl.domElement, 0, 0);
  label(context, model);
  if (!points || drawn < LEAST) return false;
  // The picture was copied, so it is done: the time is that of drawing, too.
  pace = (pace + drawn / Math.max(1, performance.now() - began)) / 2;
  if (moving || drawn === points.count) return false;
  say(context, `${formatCount(drawn)} of ${model.words}`);
  return budgetOf(false) > 2 * drawn;
}

const budgetOf = (moving: boolean): number =>
  Math.max(LEAST, Math.round(pace * (moving ? MOVING_MS : RESTING_MS)));

/** In a corner: what is drawn, where it is not all. */
function say(context: CanvasRenderingContext2D, words: string): void {
  const size = 11 * Math.min(2, window.devicePixelRatio);
  context.font = `${size}px "Inter Variable", system-ui, sans-serif`;
  context.textAlign = "left";
  context.fillStyle = getComputedStyle(context.canvas).color;
  context.fillText(words, size, context.canvas.height - size);
}

const place = new Vector3();

function label(context: CanvasRenderingContext2D, { labels }: Model): void {
  const { width, height } = context.canvas;
  const size = 11 * window.devicePixelRatio;
  context.font = `${size}px "Inter Variable", system-ui, sans-serif`;
  context.textAlign = "center";
  context.lineWidth = size / 4;
  context.lineJoin = "round";
  for (const { at, text, colour } of labels) {
    place.copy(at).project(eye);
    if (place.z > 1) continue;
    const [x, y] = [((place.x + 1) / 2) * width, ((1 - place.y) / 2) * height - size / 3];
    context.strokeStyle = "rgb(0 0 0 / 75%)";
    context.strokeText(text, x, y);
    context.fillStyle = "#fff";
    context.fillText(text, x, y);
    context.fillStyle = colour;
    context.fillRect(x - size, y + size / 4, 2 * size, size / 6);
  }
}
