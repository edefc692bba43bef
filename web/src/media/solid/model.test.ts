import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import { modelOf } from "./model";
import { readStyle } from "./solidView";

const style = readStyle(null, "key");
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const make = (format: string, data: ArrayBuffer) =>
  modelOf({ facts: { format, fields: "xyz" } } as unknown as MediaItem, data, style);
const gltf = (rest: object) => bytes(JSON.stringify({ asset: { version: "2.0" }, scene: 0, ...rest }));

/** 80 bytes of head, the number of triangles, and fewer bytes than they take. */
const cutStl = () => {
  const data = new Uint8Array(500);
  new DataView(data.buffer).setUint32(80, 200, true);
  return data.buffer;
};

test.each([
  ["a cloud whose points are all NaN", "points", new ArrayBuffer(0), "no points"],
  ["an STL that is cut short", "stl", cutStl(), "broken or cut short"],
  ["corners that are no places", "obj", bytes("v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"), "no places"],
  [
    "nodes that hold each other",
    "gltf",
    gltf({ nodes: [{ children: [1] }, { children: [0] }], scenes: [{ nodes: [0] }] }),
    "broken or cut short",
  ],
])("%s is told in words", async (_, format, data, words) => {
  await expect(make(format, data)).rejects.toThrow(words);
});

test("three corners make a triangle", async () => {
  expect((await make("obj", bytes("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"))).words).toBe("1 triangle");
});
