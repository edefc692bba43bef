import { create } from "zustand";
import { type Better, likelyBetter, metricIn } from "./difference";

const KEY = "runstone.better";

interface BetterStore {
  /** By field, where the reader has said so. */
  chosen: Readonly<Record<string, Better>>;
  choose(field: string, better: Better): void;
  /** By metric, where scripts have said so (`define_metric(goal=…)`). */
  told: ReadonlyMap<string, Better>;
  tell(told: ReadonlyMap<string, Better>): void;
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

/** Which way fields are better: remembered in this browser, else as scripts said, else guessed by the name. */
export const useBetter = create<BetterStore>((set) => ({
  chosen: remembered(),
  choose: (field, better) => set(({ chosen }) => ({ chosen: { ...chosen, [field]: better } })),
  told: new Map(),
  tell: (told) => set({ told }),
}));

useBetter.subscribe(({ chosen }) => localStorage.setItem(KEY, JSON.stringify(chosen)));

/** Which way the reader or a script said that a field is better; null where nobody did. */
export const useSaidBetter = (field: string): Better | null =>
  useBetter(({ chosen, told }) => chosen[field] ?? told.get(metricIn(field) ?? "") ?? null);

export const useBetterOf = (field: string): Better => useSaidBetter(field) ?? likelyBetter(field);
