import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { mediaStepsQuery } from "@/api/media";
import { mediaKeysQuery } from "@/api/queries";
import type { MediaKey } from "@/api/types";
import { useCharts } from "../../context";
import type { ChartRun } from "../../lines/plot";

/** The keys of media of the shown runs; undefined until they are known. */
export function useMediaKeys(type?: string): readonly MediaKey[] | undefined {
  const { runs } = useCharts();
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const { data } = useQuery(mediaKeysQuery(ids));
  return useMemo(
    () => (type === undefined ? data : data?.filter((media) => media.type === type)),
    [data, type],
  );
}

interface PanelMedia {
  /** The key that the panel is about; without a choice the first there is. undefined where there is none. */
  media: MediaKey | undefined;
  /** The shown runs that have something of it. */
  runs: readonly ChartRun[];
  pending: boolean;
  /** Why there is nothing to show; empty if there is. */
  lacks: string;
}

const NO_RUNS: readonly ChartRun[] = [];

/** What a panel about media shows. */
export function usePanelMedia(key: string, type?: string): PanelMedia {
  const { runs } = useCharts();
  const keys = useMediaKeys(type);
  const media = key === "" ? keys?.[0] : keys?.find((each) => each.key === key);
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const known = useQuery({
    ...mediaStepsQuery(ids, media?.key ?? ""),
    enabled: media !== undefined && ids.length > 0,
  }).data;
  const having = useMemo(() => {
    const some = new Set(known?.filter(({ steps }) => steps.length > 0).map(({ run }) => run));
    return known ? runs.filter(({ id }) => some.has(id)) : NO_RUNS;
  }, [runs, known]);
  const noun = type === "histogram" ? "histograms" : "media";
  const lacks =
    runs.length === 0
      ? "No run is shown."
      : key === ""
        ? `The shown runs have logged no ${noun}.`
        : `The shown runs have no ${noun} under ${key}.`;
  return {
    media,
    runs: having,
    pending: runs.length > 0 && (keys === undefined || (media !== undefined && known === undefined)),
    lacks: media === undefined ? lacks : "",
  };
}
