import { useEffect, useState } from "react";
import { formatBytes } from "@/format/bytes";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../../gallery";
import { DIFFERENCE, formatItem, parseItem } from "../../mediaView";
import type { FullProps } from "../../registry";
import { BesideMenu } from "../../viewer/BesideMenu";
import { CopyLink } from "../../viewer/CopyLink";
import { Opened, type OpenPanes } from "../../viewer/Opened";
import { formatBeside, type PaneItem } from "../../viewer/panes";
import styles from "../../viewer/Viewer.module.css";
import { ViewerBar } from "../../viewer/ViewerBar";
import { useWalk } from "../../viewer/walk";
import { readMarks } from "../layers";
import { formatLook, type Look, type Point, parseLook, WHOLE } from "../look";
import MarksMenu from "../MarksMenu";
import { pictureOf } from "../picture";
import { DifferencePane } from "./DifferencePane";
import { DownloadMenu } from "./DownloadMenu";
import { ImagePane } from "./ImagePane";

const MODES = [
  { value: "beside", label: "Side by side" },
  { value: "flicker", label: "Flicker", title: "One after the other, at the same place" },
  { value: "swipe", label: "Swipe", title: "One on either side of a line" },
  { value: "absolute", label: "Difference", title: "The absolute difference of each channel" },
] as const;
const LOOK_REST_MS = 200;

/** Images over the whole window: ← → walk the samples, ↑ ↓ the steps; other runs and steps stand beside. */
export default function ImageViewer(props: FullProps) {
  return (
    <Opened noun="image" {...props}>
      {(opened) => <Panes {...props} opened={opened} />}
    </Opened>
  );
}

function Panes({ media, opened, onClose }: FullProps & { opened: OpenPanes }) {
  const { open, besides, panes, main } = opened;
  const { view, change } = useGallery();
  const looks = useLooks(panes);
  const [spot, setSpot] = useState<Point | null>(null);
  const second = panes[1];
  const marks = readMarks(view.marks, media.key);
  const mode = second ? view.difference : "beside";
  const item = main.shown.items[main.at];
  const nextMode = () => {
    const next = DIFFERENCE[(DIFFERENCE.indexOf(view.difference) + 1) % DIFFERENCE.length];
    if (second && next) change({ difference: next }, "replace");
  };
  const walk = useWalk(media, opened, {
    "+": () => looks.zoom(1.5),
    "=": () => looks.zoom(1.5),
    "-": () => looks.zoom(1 / 1.5),
    0: looks.reset,
    z: () => change({ zoomsync: !view.zoomsync }, "replace"),
    d: nextMode,
  });
  return (
    <Dialog
      title={media.key}
      full
      open
      onClose={onClose}
      tools={
        <div className={styles.tools}>
          <IconButton icon="minus" label="Zoom out" onClick={() => looks.zoom(1 / 1.5)} />
          <IconButton icon="expand" label="Fit the window" onClick={looks.reset} />
          <IconButton icon="plus" label="Zoom in" onClick={() => looks.zoom(1.5)} />
          <Button
            icon="link"
            aria-pressed={view.zoomsync}
            title="Zoom and move all images together, and keep it from step to step"
            onClick={() => change({ zoomsync: !view.zoomsync }, "replace")}
          >
            Sync zoom
          </Button>
          <BesideMenu media={media} open={open} besides={besides} />
          <MarksMenu media={media} />
          <CopyLink noun="image" />
          <DownloadMenu pane={main} marks={marks} />
        </div>
      }
    >
      <div className={styles.viewer}>
        {second && (
          <div className={styles.modes}>
            <Segmented
              label="How two images are looked at"
              value={view.difference}
              options={MODES}
              onChange={(difference) => change({ difference }, "replace")}
            />
            {panes.length > 2 && mode !== "beside" && (
              <span className={styles.quiet}>of the first two images</span>
            )}
          </div>
        )}
        <div className={styles.panes} data-count={mode === "beside" ? Math.min(panes.length, 8) : 1}>
          {mode !== "beside" && second ? (
            <DifferencePane
              first={main}
              second={second}
              mode={mode}
              look={looks.of(main)}
              onLook={(look) => looks.set(main, look)}
              spot={spot}
              onSpot={setSpot}
            />
          ) : (
            panes.map((pane) => (
              <ImagePane
                key={pane.beside ? formatBeside(pane.beside) : ""}
                media={media}
                pane={pane}
                look={looks.of(pane)}
                onLook={(look) => looks.set(pane, look)}
                spot={spot}
                onSpot={setSpot}
                onRemove={walk.remove(pane)}
              />
            ))
          )}
        </div>
        <ViewerBar
          opened={opened}
          walk={walk}
          noun="image"
          facts={
            item && (
              <>
                {pictureOf(item).size && `${item.facts.width} × ${item.facts.height} · `}
                {formatBytes(item.size_bytes)}
              </>
            )
          }
        />
      </div>
    </Dialog>
  );
}

const paneId = (pane: PaneItem): string => (pane.beside ? formatBeside(pane.beside) : "");

/** Where each pane looks: alike with `zoomsync`, else by itself and anew with each image. The first one's is in the address. */
function useLooks(panes: readonly PaneItem[]) {
  const { view, change } = useGallery();
  const [shared, setShared] = useState<Look>(() => parseLook(view.look));
  const [own, setOwn] = useState<ReadonlyMap<string, Look>>(new Map());
  const nameOf = (pane: PaneItem) => `${paneId(pane)} ${pane.shown.items[pane.at]?.sha256 ?? ""}`;
  const first = panes[0];
  // What an address says of the look, it says of the image that was opened with it.
  const [began] = useState(() => formatItem(parseItem(view.item) ?? { run: "", key: "", step: 0, index: 0 }));
  const of = (pane: PaneItem): Look => {
    if (view.zoomsync) return shared;
    return own.get(nameOf(pane)) ?? (pane === first && view.item === began ? shared : WHOLE);
  };
  const set = (pane: PaneItem, look: Look) => {
    if (view.zoomsync) setShared(look);
    else setOwn(new Map(own).set(nameOf(pane), look));
  };
  const text = first ? formatLook(of(first)) : "";
  useEffect(() => {
    if (text === view.look) return;
    const timer = setTimeout(() => change({ look: text }, "replace"), LOOK_REST_MS);
    return () => clearTimeout(timer);
  }, [text, view.look, change]);
  const each = view.zoomsync ? panes.slice(0, 1) : panes;
  const update = (next: (look: Look) => Look) => {
    if (view.zoomsync) setShared(next(shared));
    else setOwn(new Map([...own, ...each.map((pane) => [nameOf(pane), next(of(pane))] as const)]));
  };
  return {
    of,
    set,
    zoom: (factor: number) =>
      update((look) => ({ ...look, scale: Math.max(0.02, Math.min(640, look.scale * factor)) })),
    reset: () => update(() => WHOLE),
  };
}
