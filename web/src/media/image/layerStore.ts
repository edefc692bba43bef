import { create } from "zustand";
import { type Layer, layerId } from "./layers";

/** What layers of one name, over all images of a key, have between them. */
export interface SeenLayer {
  id: string;
  kind: Layer["kind"];
  name: string;
  /** Class ids and their names. */
  classes: ReadonlyMap<number, string>;
  /** Scores of boxes with their least and greatest value. */
  scores: ReadonlyMap<string, readonly [number, number]>;
}

interface LayerStore {
  byKey: ReadonlyMap<string, ReadonlyMap<string, SeenLayer>>;
  see(key: string, layers: readonly Layer[]): void;
}

/** The layers that shown images had, so that a key can offer their classes before and after each of them is in sight. */
export const useSeenLayers = create<LayerStore>((set, get) => ({
  byKey: new Map(),
  see: (key, layers) => {
    const before = get().byKey.get(key) ?? new Map<string, SeenLayer>();
    const after = new Map(before);
    let grew = false;
    for (const layer of layers) {
      const next = joined(after.get(layerId(layer)), layer);
      if (next === null) continue;
      after.set(next.id, next);
      grew = true;
    }
    if (grew) set({ byKey: new Map(get().byKey).set(key, after) });
  },
}));

/** null where the layer brings nothing new. */
function joined(seen: SeenLayer | undefined, layer: Layer): SeenLayer | null {
  const classes = new Map(seen?.classes);
  const scores = new Map(seen?.scores);
  let grew = seen === undefined;
  const see = (id: number, name: string) => {
    if (classes.has(id)) return;
    classes.set(id, name);
    grew = true;
  };
  for (const [id, name] of Object.entries(layer.labels)) see(Number(id), name);
  if (layer.kind === "boxes") {
    for (const box of layer.boxes) {
      see(box.class, `class ${box.class}`);
      for (const [name, score] of Object.entries(box.scores)) {
        const [low, high] = scores.get(name) ?? [Infinity, -Infinity];
        if (score >= low && score <= high) continue;
        scores.set(name, [Math.min(low, score), Math.max(high, score)]);
        grew = true;
      }
    }
  }
  return grew ? { id: layerId(layer), kind: layer.kind, name: layer.name, classes, scores } : null;
}
