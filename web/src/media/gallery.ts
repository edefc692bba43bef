import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useUndo } from "@/charts/workspace/undo";
import { useView } from "@/route/navigation";
import { readView } from "@/route/search";
import {
  formatItem,
  isSameScope,
  type MediaView,
  mediaView,
  type StepScope,
  stepOf,
  withSample,
  withStep,
} from "./mediaView";
import { changePins, type PinAction, type Pins } from "./pins/pins";
import { pinView, readPins, writePins } from "./pins/pinView";
import type { ViewerActions } from "./registry";
import type { MediaRun } from "./runs";

/** Dragging through steps reaches the address once it rests: browsers refuse one that changes too often. */
const REST_MS = 120;

/** What all parts of a gallery share. */
export interface Gallery {
  project: string;
  runs: readonly MediaRun[];
  /** It is the page of one run, which need not be named on every card. */
  single: boolean;
  view: MediaView;
  change(part: Partial<MediaView>, step?: "push" | "replace"): void;
  pins: Pins;
  pin(action: PinAction): void;
  /** The step that a slider stands at, also while it is being dragged; null is the newest. */
  wanted(scope: StepScope): number | null;
  goToStep(scope: StepScope, step: number | null): void;
}

const GalleryContext = createContext<Gallery | null>(null);
export const GalleryProvider = GalleryContext.Provider;

export function useGallery(): Gallery {
  const gallery = use(GalleryContext);
  if (gallery === null) throw new Error("useGallery outside of a gallery");
  return gallery;
}

/** What can be done with what is shown of a key. */
export function useActions(key: string): ViewerActions {
  const { view, change, pin } = useGallery();
  const open = useCallback<ViewerActions["open"]>(
    (run, item) =>
      change({ item: formatItem({ run, key, step: item.step, index: item.index }), beside: null }),
    [change, key],
  );
  return {
    pin,
    open,
    showSample: (run, index) => {
      pin({ type: "turn", run, key, index });
      change(withSample(view, run, key, index), "replace");
    },
  };
}

/** The pins of a project's pages, as the address says. */
export function usePins(): [Pins, (action: PinAction) => void] {
  const [text, change] = useView(pinView);
  const pins = useMemo(() => readPins(text), [text]);
  const pin = useCallback(
    // Read anew: two actions within one render must both count.
    (action: PinAction) => {
      const before = readView(pinView, window.location.search);
      change(writePins(changePins(readPins(before), action)));
      if (action.type === "clear")
        useUndo.getState().offer("All pins were removed.", () => change(before, "replace"));
    },
    [change],
  );
  return [pins, pin];
}

export function useNewGallery(project: string, runs: readonly MediaRun[], single: boolean): Gallery {
  const [view, change] = useView(mediaView);
  const [pins, pin] = usePins();
  const [draft, setDraft] = useState<{ scope: StepScope; step: number | null } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const latest = useRef(view);
  latest.current = view;

  const goToStep = useCallback(
    (scope: StepScope, step: number | null) => {
      clearTimeout(timer.current);
      const write = () => {
        setDraft(null);
        change(withStep(latest.current, scope, step), "replace");
      };
      if (step === null) write();
      else {
        setDraft({ scope, step });
        timer.current = setTimeout(write, REST_MS);
      }
    },
    [change],
  );
  return useMemo(
    () => ({
      project,
      runs,
      single,
      view,
      change,
      pins,
      pin,
      wanted: (scope) => (draft && isSameScope(draft.scope, scope) ? draft.step : stepOf(view, scope)),
      goToStep,
    }),
    [project, runs, single, view, change, pins, pin, draft, goToStep],
  );
}
