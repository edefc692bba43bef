import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { blobTextQuery } from "@/api/queries";
import type { MediaItem } from "@/api/types";
import { Diff } from "@/diff/Diff";
import { LayoutSwitch } from "@/diff/LayoutSwitch";
import { diffTexts } from "@/diff/texts";
import { formatCount } from "@/format/number";
import { Failure, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import { HtmlItem } from "../html/HtmlCard";
import type { FullProps } from "../registry";
import { ItemViewer } from "../viewer/ItemViewer";
import type { PaneItem } from "../viewer/panes";
import viewer from "../viewer/Viewer.module.css";
import { TextItem } from "./TextCard";
import styles from "./TextViewer.module.css";

const MODES = [
  {
    value: "differences",
    label: "Differences",
    title: "Line by line and word by word, as they were written",
  },
  { value: "beside", label: "Side by side" },
] as const;

/** Texts and pages over the whole window; two of them as their differences. */
export default function TextViewer(props: FullProps) {
  const { view, change } = useGallery();
  return (
    <ItemViewer
      {...props}
      bar={(panes) =>
        panes.length > 1 && (
          <div className={viewer.modes}>
            <Segmented
              label="How two texts are looked at"
              value={view.textdiff ? "differences" : "beside"}
              options={MODES}
              onChange={(mode) => change({ textdiff: mode === "differences" }, "replace")}
            />
            {view.textdiff && <LayoutSwitch />}
            {view.textdiff && panes.length > 2 && (
              <span className={viewer.quiet}>of the first two texts</span>
            )}
          </div>
        )
      }
      together={([first, second]) =>
        view.textdiff && first && second ? <Differences first={first} second={second} /> : null
      }
    >
      {(item) => (item.type === "html" ? <HtmlItem item={item} /> : <TextItem item={item} height={200} />)}
    </ItemViewer>
  );
}

const itemOf = ({ shown, at }: PaneItem): MediaItem | undefined => shown.items[at];

const nameOf = ({ shown }: PaneItem): string =>
  `${shown.run.name} (${shown.run.displayId})${shown.step === null ? "" : `, step ${formatCount(shown.step)}`}`;

/** How the text of one pane became that of another; of one run the earlier step comes first. */
function Differences({ first, second }: { first: PaneItem; second: PaneItem }) {
  const isTurned =
    first.shown.run.id === second.shown.run.id && (first.shown.step ?? 0) > (second.shown.step ?? 0);
  const [before, after] = isTurned ? [second, first] : [first, second];
  const [left, right] = [itemOf(before), itemOf(after)];
  const texts = useQueries({
    queries: [left, right].map((item) => ({
      ...blobTextQuery(item?.sha256 ?? ""),
      staleTime: Number.POSITIVE_INFINITY,
      enabled: item !== undefined,
    })),
  });
  const path = `${nameOf(before)} → ${nameOf(after)}`;
  const [a, b] = texts.map(({ data }) => data);
  const file = useMemo(
    () => (a === undefined || b === undefined ? null : diffTexts(a, b, path)),
    [a, b, path],
  );
  const failed = texts.find(({ error }) => error !== null);
  const missing = [before, after].find((pane) => !pane.pending && itemOf(pane) === undefined);
  return (
    <div className={styles.differences}>
      {failed ? (
        <Failure error={failed.error} inline onRetry={() => void failed.refetch()} />
      ) : missing ? (
        <p className={styles.none}>{nameOf(missing)} has no text here.</p>
      ) : file ? (
        <Diff key={file.path} files={[file]} />
      ) : (
        <Skeleton height={200} />
      )}
    </div>
  );
}
