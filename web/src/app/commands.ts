import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { BindingName } from "./bindings";

/** Something that can be done here, as the palette offers it. */
export interface Command {
  name: string;
  /** What it is done with. */
  to?: string;
  /** Keys that do it, too; with a place the one key of the binding that does. */
  keys?: BindingName | readonly [name: BindingName, place: number];
  run(): void;
}

interface Layer {
  current: readonly Command[];
  /** Offered below what can be done with the page. */
  everywhere: boolean;
}

const useLayers = create<{ layers: readonly Layer[] }>(() => ({ layers: [] }));

/** Offers commands in the palette while the component is mounted; those of every page with `everywhere`. */
export function useCommands(commands: readonly Command[], { everywhere = false } = {}): void {
  const layer = useRef<Layer>({ current: commands, everywhere });
  useEffect(() => {
    layer.current.current = commands;
  });
  useEffect(() => {
    const own = layer.current;
    useLayers.setState(({ layers }) => ({ layers: [...layers, own] }));
    return () => useLayers.setState(({ layers }) => ({ layers: layers.filter((each) => each !== own) }));
  }, []);
}

/** What can be done here now: what was mounted last comes first, and what can be done on every page last. */
export const currentCommands = (): Command[] =>
  useLayers
    .getState()
    .layers.toReversed()
    .toSorted((a, b) => Number(a.everywhere) - Number(b.everywhere))
    .flatMap(({ current }) => current);
