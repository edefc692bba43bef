import { create } from "zustand";

const KEY = "runstone-alerts-seen";

interface Seen {
  /** The time of the newest alert that this browser has shown, in microseconds. */
  time: number;
  see(time: number): void;
}

const remembered = (): number => {
  const time = Number(localStorage.getItem(KEY));
  return Number.isFinite(time) ? time : 0;
};

/** Until when alerts are read, in all tabs of this browser. */
export const useSeen = create<Seen>((set, get) => ({
  time: remembered(),
  see: (time) => {
    if (time <= get().time) return;
    localStorage.setItem(KEY, String(time));
    set({ time });
  },
}));

window.addEventListener("storage", ({ key }) => {
  if (key === KEY) useSeen.setState({ time: remembered() });
});
