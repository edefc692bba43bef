import { useQueries } from "@tanstack/react-query";
import { itemsQuery } from "@/api/media";
import type { MediaKey } from "@/api/types";
import { useGallery } from "../gallery";
import type { OpenItem } from "../mediaView";
import { type Pin, pinOf } from "../pins/pins";
import type { MediaRun } from "../runs";
import { type Asked, useAllRunItems } from "../shown";

/** What stands beside the open image: a run, at the step of all or at one of its own. */
export interface Beside {
  run: string;
  step: number | null;
}

/** `@run` follows the step, `120@run` stands at 120. */
export const formatBeside = ({ run, step }: Beside): string => `${step ?? ""}@${run}`;

export function parseBeside(entries: readonly string[] | null): Beside[] {
  return (entries ?? []).flatMap((entry) => {
    const at = entry.indexOf("@");
    const step = entry.slice(0, at);
    const number = Number(step);
    if (at < 0 || Number.isNaN(number)) return [];
    return [{ run: entry.slice(at + 1), step: step === "" ? null : number }];
  });
}

export interface PaneItem extends Asked {
  /** null for the open image itself. */
  beside: Beside | null;
  at: number;
  /** What pins the run to another step than the open image has gone to. */
  left: Pin | null;
}

/**
 * The open image and what stands beside it. The open image is where its address says, whatever pins it in the gallery:
 * who steps, leaves the pin behind. What stands beside is where pins and steps say.
 */
export function usePanes(media: MediaKey, open: OpenItem, besides: readonly Beside[]): PaneItem[] {
  const { runs, pins } = useGallery();
  const byId = new Map(runs.map((run) => [run.id, run]));
  const all = [{ run: open.run, step: open.step as number | null }, ...besides].flatMap(
    ({ run, step }, i) => {
      const found = byId.get(run);
      return found ? [{ run: found, step, beside: i === 0 ? null : { run, step } }] : [];
    },
  );
  const moving = useAllRunItems(
    all.map(({ run }) => run),
    media.key,
    open.step,
    true,
    open.index,
  );
  const fixed = useQueries({
    queries: all.map(({ run, step }) => ({
      ...itemsQuery({ run: run.id, key: media.key, step, snap: "nearest", sample: open.index }),
      enabled: step !== null,
    })),
  });
  return all.flatMap(({ run, step, beside }, i): PaneItem[] => {
    const asked = moving[i];
    const own = fixed[i];
    if (!asked || !own) return [];
    const at = (count: number) => Math.max(0, Math.min(count - 1, open.index));
    if (step === null) return [{ ...asked, beside, at: at(asked.shown.items.length), left: null }];
    const items = own.data?.items ?? [];
    const stands = own.data?.step ?? null;
    const pin = beside === null ? pinOf(pins, run.id, media.key) : null;
    const isThere = pin !== null && pin.step === stands;
    return [
      {
        shown: {
          ...asked.shown,
          run: run as MediaRun,
          wanted: step,
          step: stands,
          items,
          pin: isThere ? pin : null,
        },
        pending: own.isPending,
        error: own.data ? null : own.error,
        retry: () => void own.refetch(),
        beside,
        at: at(items.length),
        left: isThere ? null : pin,
      },
    ];
  });
}
