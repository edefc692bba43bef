import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { allItems, itemsQuery } from "@/api/media";
import type { MediaItem, MediaKey } from "@/api/types";
import { GalleryProvider, useActions, useGallery } from "@/media/gallery";
import { KeyItems } from "@/media/KeyItems";
import { cardSize } from "@/media/layout";
import { NearProvider, useWatch } from "@/media/near";
import { kindOf } from "@/media/registry";
import type { MediaRun } from "@/media/runs";
import { StepSlider } from "@/media/StepSlider";
import { questionOf, shownOf } from "@/media/shown";
import { Skeleton } from "@/ui/Notice";
import { useWidth } from "@/ui/width";
import { useCharts } from "../../context";
import type { BodyProps, ExportRows, ExportTable } from "../kind";
import { usePanelMedia } from "../shared/mediaKeys";
import shared from "../shared/Shared.module.css";
import { cardsSvg, ITEM_COLUMNS, itemRows } from "./exports";
import type { MediaSettings } from "./kind";
import styles from "./Media.module.css";
import { usePanelGallery } from "./panelGallery";
import { useMediaRuns } from "./useMediaRuns";

type Props = BodyProps<MediaSettings>;

/** A key of media: what each shown run has of it at one step. */
export default function MediaBody(props: Props) {
  const { settings, height, onReport } = props;
  const { media, runs, pending, lacks } = usePanelMedia(settings.key);
  const shown = useMediaRuns(runs);
  useEffect(() => {
    if (!media) onReport({ mark: "", value: "", svg: null, table: null, links: () => [] });
  }, [onReport, media]);
  if (media) return <Shown {...props} media={media} runs={pending ? undefined : shown} />;
  return (
    <div className={shared.panel} style={{ height }}>
      {pending ? <Skeleton height={height - 20} /> : <p className={shared.state}>{lacks}</p>}
    </div>
  );
}

const NO_RUNS: readonly MediaRun[] = [];

interface ShownProps extends Props {
  media: MediaKey;
  /** undefined until it is known. */
  runs: readonly MediaRun[] | undefined;
}

function Shown(props: ShownProps) {
  const { media, runs, settings, height, onChange } = props;
  const { project, single } = useCharts();
  const gallery = usePanelGallery(project, runs ?? NO_RUNS, single, media.key, settings, onChange);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const watch = useWatch(scroller);
  const { Tools } = kindOf(media.type);
  return (
    <GalleryProvider value={gallery}>
      <NearProvider value={watch}>
        <div className={styles.panel} style={{ height }}>
          {(media.steps.length > 1 || Tools) && (
            <div className={styles.tools}>
              {media.steps.length > 1 && (
                <StepSlider
                  label={`Step of ${props.title}`}
                  steps={media.steps}
                  wanted={gallery.wanted({ of: "all" })}
                  live={runs?.some((run) => run.live) ?? false}
                  onStep={(step) => gallery.goToStep({ of: "all" }, step)}
                />
              )}
              {Tools && (
                <Suspense>
                  <span className={styles.own}>
                    <Tools media={media} />
                  </span>
                </Suspense>
              )}
            </div>
          )}
          <div
            ref={setScroller}
            className={styles.scroll}
            role="region"
            aria-label={props.title}
            tabIndex={0}
          >
            <Items {...props} step={gallery.wanted({ of: "all" })} />
          </div>
        </div>
      </NearProvider>
    </GalleryProvider>
  );
}

function Items({ media, runs, settings, step, onReport }: ShownProps & { step: number | null }) {
  const { single } = useCharts();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [first, setFirst] = useState<MediaItem | undefined>();
  const kind = kindOf(media.type);
  const actions = useActions(media.key);
  const size = useMemo(() => {
    const cards = kind.form === "cards" ? kind : null;
    const way = settings.as || null;
    const room = { shape: cards?.shape(first, way) ?? 1, wide: cards?.wide?.(way) };
    return cardSize(width, settings.size, room, single);
  }, [kind, first, width, settings.as, settings.size, single]);
  const spread = settings.spread === "auto" ? (single ? "all" : "one") : settings.spread;
  const client = useQueryClient();
  const gallery = useGallery();
  const table = useRef<() => Promise<ExportTable>>(null);
  // Runs that nobody scrolled to, and samples beyond those that travel with a card, are asked for now.
  table.current = async () => {
    async function* rows(): AsyncGenerator<ExportRows> {
      for (const run of runs ?? NO_RUNS) {
        const question = questionOf(gallery, run.id, media.key, step);
        const pages =
          spread === "all" ? allItems(question) : [await client.ensureQueryData(itemsQuery(question))];
        for await (const page of pages)
          yield itemRows(media.key, shownOf(gallery, run, media.key, step, page), spread);
      }
    }
    return { columns: ITEM_COLUMNS, rows: [], more: rows() };
  };
  const isDrawn = kind.form === "cards";
  useEffect(() => {
    const svg = async () => (box.current ? cardsSvg(box.current) : "");
    onReport({
      mark: "",
      value: "",
      svg: isDrawn ? svg : null,
      table: async () => (await table.current?.()) ?? { columns: [], rows: [] },
      links: () => [],
    });
  }, [onReport, isDrawn]);
  return (
    <div ref={box}>
      {width > 0 && (
        <KeyItems
          kind={kind}
          media={media}
          runs={runs}
          wanted={step}
          newest={media.steps.at(-1) ?? 0}
          spread={spread}
          size={size}
          actions={actions}
          onFirst={setFirst}
        />
      )}
    </div>
  );
}
