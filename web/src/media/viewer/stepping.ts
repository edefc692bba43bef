import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { mediaStepsQuery } from "@/api/media";
import type { MediaKey } from "@/api/types";
import { useGallery } from "../gallery";
import type { OpenItem } from "../mediaView";
import { pinOf } from "../pins/pins";
import { stepAway, unionOfSteps } from "../steps";
import type { Beside } from "./panes";

interface Stepping {
  /** Goes so many steps on; as soon as they are known, if they are not yet. */
  toStep(by: number): void;
  isFirst: boolean;
  isLast: boolean;
}

/** Walks the steps of what is open: those at which one of the items that follow has something, so that each step shows something new. */
export function useStepping(
  media: MediaKey,
  open: OpenItem,
  besides: readonly Beside[],
  go: (step: number) => void,
): Stepping {
  const { pins } = useGallery();
  const runs = useMemo(() => {
    const following = besides.filter(({ run, step }) => step === null && !pinOf(pins, run, media.key));
    return [...new Set([open.run, ...following.map(({ run }) => run)])];
  }, [open.run, besides, pins, media.key]);
  const { data: known, isError } = useQuery(mediaStepsQuery(runs, media.key));
  const steps = useMemo(() => {
    if (known) return unionOfSteps(known.map(({ steps }) => steps));
    return isError ? media.steps : null;
  }, [known, isError, media.steps]);
  // Keys that were pressed before anybody knew where they lead.
  const owed = useRef(0);
  const toStep = (by: number) => {
    if (steps === null) {
      owed.current += by;
      return;
    }
    const step = stepAway(steps, open.step, by);
    if (step !== null) go(step);
  };
  useEffect(() => {
    if (steps === null || owed.current === 0) return;
    const by = owed.current;
    owed.current = 0;
    toStep(by);
  });
  const all = steps ?? media.steps;
  const place = all.indexOf(stepAway(all, open.step, 0) ?? Number.NaN);
  return { toStep, isFirst: place === 0, isLast: place === all.length - 1 };
}
