import { create } from "zustand";
import type { Unpinned } from "@/api/types";

interface FoundStore {
  /** Of the last search: how many pins there are, and what has none. */
  last: { pins: number; without: readonly Unpinned[] } | null;
}

/** What the last search for best steps found, and what it did not, told once. */
export const useFound = create<FoundStore>(() => ({ last: null }));
