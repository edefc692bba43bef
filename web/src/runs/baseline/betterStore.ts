import { create } from "zustand";
import { type Better, likelyBetter } from "./difference";

const KEY = "runstone.better";

interface BetterStore {
  /** By field, where the reader has said so. */
  chosen: Readonly<Record<string, Better>>;
  choose(field: string, better: Better): void;
}

function remembered(): Record<string, Better> {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "") as Record<string, Better>;
    return Object.fromEntries(
      Object.entries(found).filter(([, better]) => ["higher", "lower", "neither"].includes(better)),
    );
  } catch {
    return {};
  }
}

/** Which way fields are better: remembered in this browser, and guessed by the name until then. */
export const useBetter = create<BetterStore>((set) => ({
  chosen: remembered(),
  choose: (field, better) => set(({ chosen }) => ({ chosen: { ...chosen, [field]: better } })),
}));

useBetter.subscribe(({ chosen }) => localStorage.setItem(KEY, JSON.stringify(chosen)));

export const useBetterOf = (field: string): Better =>
  useBetter(({ chosen }) => chosen[field]) ?? likelyBetter(field);
