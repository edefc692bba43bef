import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { blobUrl } from "@/api/blob";
import { blobJsonQuery } from "@/api/queries";
import type { Json, MediaItem } from "@/api/types";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Skeleton } from "@/ui/Notice";
import { OpenButton } from "../card/OpenButton";
import { fileName } from "../fileName";
import type { CardProps } from "../registry";
import styles from "./Figure.module.css";
import { FigureFrame, useColours } from "./FigureFrame";
import { prepare } from "./figure";

/** A figure, drawn anew in the colours of the page. */
export default function FigureCard({ item, shown, width, open }: CardProps) {
  return (
    <div className={styles.room}>
      <FigureItem item={item} small={width < 480} />
      <OpenButton item={item} run={shown.run} open={open} />
    </div>
  );
}

const LIBRARIES: Record<string, string> = { bokeh: "Bokeh", vega: "Vega" };

/** One figure; what cannot be drawn here says so, and can be taken away. */
export function FigureItem({ item, small }: { item: MediaItem; small: boolean }) {
  const library = String(item.facts.library ?? "plotly");
  const isPlotly = library === "plotly";
  const query = useQuery({
    ...blobJsonQuery(item.sha256),
    enabled: isPlotly,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const colours = useColours();
  const { data } = query;
  const prepared = useMemo(
    () => (data === undefined ? undefined : prepare(data as Json, colours, small)),
    [data, colours, small],
  );
  if (!isPlotly) {
    return <NotDrawn item={item} why={`Figures of ${LIBRARIES[library] ?? library} are not drawn here.`} />;
  }
  if (query.error) return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  if (prepared === undefined) return <Skeleton height={120} />;
  if (prepared === null) return <NotDrawn item={item} why="This is no figure of Plotly's." />;
  if (prepared.missing.length > 0) {
    return <NotDrawn item={item} why={`Traces of kind ${prepared.missing.join(", ")} are not drawn here.`} />;
  }
  return (
    <FigureFrame
      title={item.caption ?? `${item.key}, step ${item.step}`}
      prepared={prepared}
      colours={colours}
    />
  );
}

function NotDrawn({ item, why }: { item: MediaItem; why: string }) {
  const url = blobUrl(item.sha256, item.mime, fileName(item));
  return (
    <div className={styles.none}>
      <p>{why}</p>
      <p className={styles.quiet}>The file has all of it.</p>
      <DownloadLink href={url} name={fileName(item)} label="Download the figure as JSON" />
    </div>
  );
}
