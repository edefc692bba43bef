import { create } from "zustand";
import { useGallery } from "../gallery";
import { type Camera, START } from "./camera";

interface Cameras {
  byName: ReadonlyMap<string, Camera>;
  set(name: string, camera: Camera): void;
}

const useCameras = create<Cameras>((set, get) => ({
  byName: new Map(),
  set: (name, camera) => set({ byName: new Map(get().byName).set(name, camera) }),
}));

const ALL = "";

/**
 * From where a run's item of a key is looked at. It stays from step to step; with *Sync zoom* that of all is one. What
 * begins to be synced begins with where the one that is moved was.
 */
export function useCamera(run: string, key: string, index: number): [Camera, (camera: Camera) => void] {
  const { view } = useGallery();
  const name = view.zoomsync ? ALL : `${index} ${encodeURIComponent(run)} ${key}`;
  const camera = useCameras(({ byName }) => byName.get(name)) ?? START;
  const set = useCameras((store) => store.set);
  return [camera, (next) => set(name, next)];
}

/** Puts the cameras that are in use to one place: null is where each began. */
export function resetCameras(): void {
  useCameras.setState({ byName: new Map() });
}

/** Sets the one of all; what an address says. */
export const setSharedCamera = (camera: Camera): void => useCameras.getState().set(ALL, camera);
export const useSharedCamera = (): Camera => useCameras(({ byName }) => byName.get(ALL)) ?? START;
