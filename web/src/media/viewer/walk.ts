import { useEffect, useRef } from "react";
import type { MediaKey } from "@/api/types";
import { useKeyDown } from "@/ui/useKeyDown";
import { useGallery } from "../gallery";
import { formatItem, type OpenItem } from "../mediaView";
import type { OpenPanes } from "./Opened";
import { formatBeside, type PaneItem } from "./panes";
import { useStepping } from "./stepping";

/** What floats over the viewer, and what takes keys itself, has its keys to itself. */
const FLOATING = '[role="menu"], [data-radix-popper-content-wrapper]';
const TYPED = "input, select, textarea";

/** Where one can go from what is open. */
export interface Walk {
  /** The most samples that an open run has at its step. */
  samples: number;
  toSample(by: number): void;
  toStep(by: number): void;
  isFirstStep: boolean;
  isLastStep: boolean;
  togglePin(): void;
  /** Back to where the run is pinned. */
  toPin(): void;
  /** Takes away what stands beside; undefined for the open item itself. */
  remove(pane: PaneItem): (() => void) | undefined;
}

/** Walks samples (← →) and steps (↑ ↓, [ ]), and pins (p); `own` has the keys of what is open besides. */
export function useWalk(media: MediaKey, opened: OpenPanes, own: Record<string, () => void> = {}): Walk {
  const { open, besides, panes, main } = opened;
  const { change, pin } = useGallery();
  const { shown, at, left } = main;
  const go = (part: Partial<OpenItem>) => change({ item: formatItem({ ...open, ...part }) }, "replace");
  const samples = Math.max(...panes.map((pane) => pane.shown.items.length));
  const toSample = (by: number) => go({ index: Math.max(0, Math.min(samples - 1, at + by)) });
  const stepping = useStepping(media, open, besides, (step) => go({ step }));
  const toPin = () => left && go({ step: left.step });
  const pinned = shown.pin?.step ?? null;
  const held = useRef(pinned);
  useEffect(() => {
    // The pin itself was moved, to a step just as good: the item goes along.
    if (left !== null && held.current === open.step) toPin();
    held.current = pinned;
  });
  const togglePin = () => {
    const place = { run: open.run, key: media.key };
    if (shown.pin) pin({ type: "unpinHere", ...place });
    else if (shown.step !== null) pin({ type: "pinHere", ...place, step: shown.step, index: at });
  };
  const remove = ({ beside }: PaneItem) => {
    if (beside === null) return undefined;
    const rest = besides.map(formatBeside).filter((each) => each !== formatBeside(beside));
    return () => change({ beside: rest.length > 0 ? rest : null }, "replace");
  };
  useKeyDown((event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector(FLOATING) || (event.target as Element).closest(TYPED)) return;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => toSample(-1),
      ArrowRight: () => toSample(1),
      ArrowUp: () => stepping.toStep(1),
      ArrowDown: () => stepping.toStep(-1),
      "]": () => stepping.toStep(1),
      "[": () => stepping.toStep(-1),
      p: togglePin,
      ...own,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  return {
    samples,
    toSample,
    toStep: stepping.toStep,
    isFirstStep: stepping.isFirst,
    isLastStep: stepping.isLast,
    togglePin,
    toPin,
    remove,
  };
}
