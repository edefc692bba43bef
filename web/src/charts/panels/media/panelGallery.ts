import { useMemo } from "react";
import { type Gallery, usePins } from "@/media/gallery";
import { entryOf, type MediaView, mediaView } from "@/media/mediaView";
import type { MediaRun } from "@/media/runs";
import { useView } from "@/route/navigation";
import { usePanelStep } from "../shared/usePanelStep";
import type { MediaSettings } from "./kind";

/** The gallery's view of one panel: its step, sample, sizes and way are the panel's own, all else is the page's. */
export function viewOf(
  page: MediaView,
  key: string,
  settings: MediaSettings,
  step: number | null,
): MediaView {
  return {
    ...page,
    own: [`${step ?? ""}@${key}`],
    samples: "widgets",
    sample: settings.sample === "" ? null : [`${settings.sample}@`],
    as: settings.as === "" ? null : [`${settings.as}@${key}`],
    tiles: settings.size,
    spread: settings.spread,
  };
}

/** What of a change to that view the panel keeps, and what the page's address does. */
export function partsOf(
  key: string,
  { own: _, samples: _samples, sample, as, tiles: _tiles, spread: _spread, ...rest }: Partial<MediaView>,
): { panel: Partial<MediaSettings>; page: Partial<MediaView> } {
  return {
    panel: {
      ...(sample === undefined ? {} : { sample: entryOf(sample, "") ?? undefined }),
      ...(as === undefined ? {} : { as: entryOf(as, key) ?? undefined }),
    },
    page: rest,
  };
}

/** What the cards of a panel share: the pins are those of the page. */
export function usePanelGallery(
  project: string,
  runs: readonly MediaRun[],
  single: boolean,
  key: string,
  settings: MediaSettings,
  onChange: (change: Partial<MediaSettings>) => void,
): Gallery {
  const [page, changePage] = useView(mediaView);
  const [pins, pin] = usePins();
  const [step, go] = usePanelStep(settings.step, onChange);
  const view = useMemo(() => viewOf(page, key, settings, step), [page, key, settings, step]);
  return useMemo(
    () => ({
      project,
      runs,
      single,
      view,
      change: (part, how) => {
        const parts = partsOf(key, part);
        if (Object.keys(parts.panel).length > 0) onChange(parts.panel);
        if (Object.keys(parts.page).length > 0) changePage(parts.page, how);
      },
      pins,
      pin,
      wanted: () => step,
      goToStep: (_, next) => go(next),
    }),
    [project, runs, single, view, key, onChange, changePage, pins, pin, step, go],
  );
}
