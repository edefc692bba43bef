/**
 * From where something in space is looked at, whatever its size, so that several can be looked at alike: it stands in a
 * ball of radius 1 around the origin, z is up. Angles are radians; the spot that is looked at is x, y, z.
 */
export interface Camera {
  /** Around the upright axis. */
  turn: number;
  /** Above the ground, below ±90°. */
  tilt: number;
  /** From the spot. */
  distance: number;
  x: number;
  y: number;
  z: number;
}

export const START: Camera = { turn: -Math.PI / 3, tilt: Math.PI / 7, distance: 2.9, x: 0, y: 0, z: 0 };

const STEEPEST = Math.PI / 2 - 0.01;
const NEAREST = 0.02;
const FARTHEST = 40;
/** Of the height that is in sight, a distance of 1 away. */
export const VIEW_ANGLE = (40 / 180) * Math.PI;

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Turned by angles. */
export const orbit = (camera: Camera, turn: number, tilt: number): Camera => ({
  ...camera,
  turn: (camera.turn + turn) % (2 * Math.PI),
  tilt: within(camera.tilt + tilt, -STEEPEST, STEEPEST),
});

/** So many times as near. */
export const zoom = (camera: Camera, factor: number): Camera => ({
  ...camera,
  distance: within(camera.distance / factor, NEAREST, FARTHEST),
});

/** Moved in the plane of the picture: by `right` and `up` of its height. */
export function pan(camera: Camera, right: number, up: number): Camera {
  const size = 2 * Math.tan(VIEW_ANGLE / 2) * camera.distance;
  const axes = axesOf(camera);
  const moved = (axis: 0 | 1 | 2) => size * (right * axes.right[axis] + up * axes.up[axis]);
  return {
    ...camera,
    x: within(camera.x + moved(0), -4, 4),
    y: within(camera.y + moved(1), -4, 4),
    z: within(camera.z + moved(2), -4, 4),
  };
}

type Vector = readonly [number, number, number];

/** Where the camera's right, its up and the way back to it point. */
export function axesOf({ turn, tilt }: Camera): { right: Vector; up: Vector; back: Vector } {
  const [c, s, ct, st] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)];
  return { right: [-s, c, 0], up: [-st * c, -st * s, ct], back: [ct * c, ct * s, st] };
}

/** Where the camera itself is. */
export function eyeOf(camera: Camera): Vector {
  const { back } = axesOf(camera);
  const { x, y, z, distance } = camera;
  return [x + back[0] * distance, y + back[1] * distance, z + back[2] * distance];
}

/** As an address has it; the one from which everything is seen first is empty. */
export function formatCamera(camera: Camera): string {
  const text = [camera.turn, camera.tilt, camera.distance, camera.x, camera.y, camera.z]
    .map((value) => String(Number(value.toFixed(3))))
    .join(",");
  return text === START_TEXT ? "" : text;
}

const START_TEXT = "-1.047,0.449,2.9,0,0,0";

export function parseCamera(text: string): Camera {
  const [turn, tilt, distance, x, y, z] = text.split(",").map(Number);
  const all = [turn, tilt, distance, x, y, z];
  if (text === "" || !all.every((value) => value !== undefined && Number.isFinite(value))) return START;
  const camera = { turn, tilt, distance, x, y, z } as Camera;
  return pan(zoom(orbit(camera, 0, 0), 1), 0, 0);
}

/** What a key does; null for keys that do nothing here. */
export function steered(camera: Camera, key: string, shift: boolean): Camera | null {
  const step = Math.PI / 24;
  const keys: Record<string, () => Camera> = {
    ArrowLeft: () => (shift ? pan(camera, -0.05, 0) : orbit(camera, -step, 0)),
    ArrowRight: () => (shift ? pan(camera, 0.05, 0) : orbit(camera, step, 0)),
    ArrowUp: () => (shift ? pan(camera, 0, 0.05) : orbit(camera, 0, step)),
    ArrowDown: () => (shift ? pan(camera, 0, -0.05) : orbit(camera, 0, -step)),
    "+": () => zoom(camera, 1.2),
    "=": () => zoom(camera, 1.2),
    "-": () => zoom(camera, 1 / 1.2),
    "0": () => START,
  };
  return keys[key]?.() ?? null;
}
