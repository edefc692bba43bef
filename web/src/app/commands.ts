import { useEffect, useRef } from "react";
import { create } from "zustand";

/** Something that can be done here, as the palette offers it. */
export interface Command {
  name: string;
  /** What it is done with. */
  to?: string;
  /** The keys that do it, too. */
  keys?: string;
  run(): void;
}

type Layer = { current: readonly Command[] };

const useLayers = create<{ layers: readonly Layer[] }>(() => ({ layers: [] }));

/** Offers commands in the palette while the component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const current = useRef(commands);
  useEffect(() => {
    current.current = commands;
  });
  useEffect(() => {
    useLayers.setState(({ layers }) => ({ layers: [...layers, current] }));
    return () => useLayers.setState(({ layers }) => ({ layers: layers.filter((each) => each !== current) }));
  }, []);
}

/** What can be done here now; what was mounted last comes first. */
export const currentCommands = (): Command[] =>
  useLayers
    .getState()
    .layers.toReversed()
    .flatMap(({ current }) => current);
