import { beforeAll, expect, test } from "vitest";
import { Desk } from "./desk";

/** As much of an audio element as the desk knows. Its place on the page is its number. */
class Sound extends EventTarget {
  currentTime = 0;
  duration = 3;
  readyState = 4;
  seeking = false;
  ended = false;
  paused = true;
  error = null;
  preload = "none";

  constructor(readonly place: number) {
    super();
  }

  play() {
    this.paused = false;
    this.ended = false;
    return Promise.resolve();
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }

  end() {
    this.currentTime = this.duration;
    this.ended = true;
    this.paused = true;
    this.dispatchEvent(new Event("ended"));
  }

  compareDocumentPosition(other: Sound) {
    return other.place > this.place ? 4 : 2;
  }
}

beforeAll(() => {
  Object.assign(globalThis, {
    Node: { DOCUMENT_POSITION_FOLLOWING: 4 },
    requestAnimationFrame: () => 0,
    cancelAnimationFrame: () => undefined,
  });
});

function desk() {
  const sounds = { a: new Sound(0), b: new Sound(1), c: new Sound(2) };
  const made = new Desk();
  // They may come in any order: it is that of the page which counts.
  for (const id of ["c", "a", "b"] as const) made.register(id, sounds[id] as unknown as HTMLAudioElement);
  return { desk: made, ...sounds };
}

test("changing over goes on at the same position, and one plays at a time", () => {
  const { desk: it, a, b } = desk();
  it.play("a");
  a.currentTime = 1.5;
  it.change(1);
  expect(it.snapshot()).toMatchObject({ current: "b", playing: true });
  expect([a.paused, b.paused, b.currentTime]).toEqual([true, false, 1.5]);
  it.change(-1);
  expect(it.snapshot().current).toBe("a");
  expect([a.paused, b.paused]).toEqual([false, true]);
});

test("in turn, each begins where the one before it on the page ends, and the last ends it", () => {
  const { desk: it, a, b, c } = desk();
  it.setInTurn(true);
  it.play("a");
  a.end();
  expect(it.snapshot()).toMatchObject({ current: "b", playing: true });
  expect([b.paused, b.currentTime]).toEqual([false, 0]);
  b.end();
  expect(it.snapshot().current).toBe("c");
  c.end();
  expect(it.snapshot()).toMatchObject({ current: "c", playing: false });
});

test("without it, a sound ends by itself, and plays from its beginning again", () => {
  const { desk: it, a, b } = desk();
  it.play("a");
  a.end();
  expect(it.snapshot()).toMatchObject({ current: "a", playing: false });
  expect(b.paused).toBe(true);
  it.play("a");
  expect(a.currentTime).toBe(0);
});

test("a pause of the browser's is one, and what goes off the page is no longer heard", () => {
  const { desk: it, a } = desk();
  it.play("a");
  a.currentTime = 2;
  a.pause();
  expect(it.snapshot().playing).toBe(false);
  expect(it.position()).toBe(2);
  const sound = new Sound(9);
  const leave = it.register("d", sound as unknown as HTMLAudioElement);
  it.play("d");
  expect(sound.currentTime).toBe(2);
  leave();
  expect(sound.paused).toBe(true);
  expect(it.snapshot().playing).toBe(false);
});
