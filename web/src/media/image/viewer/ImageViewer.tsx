import { useEffect, useMemo, useRef, useState } from "react";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { useKeyDown } from "@/ui/useKeyDown";
import { useGallery } from "../../gallery";
import { DIFFERENCE, formatItem, type OpenItem, parseItem } from "../../mediaView";
import { PIN_WORDS } from "../../pins/words";
import type { FullProps } from "../../registry";
import { useStepping } from "../../viewer/stepping";
import { readMarks } from "../layers";
import { formatLook, type Look, type Point, parseLook, WHOLE } from "../look";
import MarksMenu from "../MarksMenu";
import { pictureOf } from "../picture";
import { DifferencePane } from "./DifferencePane";
import { ImagePane } from "./ImagePane";
import styles from "./ImageViewer.module.css";
import { type Beside, formatBeside, type PaneItem, parseBeside, usePanes } from "./panes";
import { BesideMenu, CopyLink, DownloadMenu } from "./ViewerMenus";

const MODES = [
  { value: "beside", label: "Side by side" },
  { value: "flicker", label: "Flicker", title: "One after the other, at the same place" },
  { value: "swipe", label: "Swipe", title: "One on either side of a line" },
  { value: "absolute", label: "Difference", title: "The absolute difference of each channel" },
] as const;
const LOOK_REST_MS = 200;
/** What floats over the images has its keys to itself. */
const FLOATING = '[role="menu"], [data-radix-popper-content-wrapper]';

/** Images over the whole window: ← → walk the samples, ↑ ↓ the steps; other runs and steps stand beside. */
export default function ImageViewer(props: FullProps) {
  const { view, runs } = useGallery();
  const open = useMemo(() => parseItem(view.item), [view.item]);
  if (open === null) return null;
  if (runs.some(({ id }) => id === open.run)) return <Opened {...props} open={open} />;
  return (
    <Dialog title={props.media.key} open onClose={props.onClose}>
      <Notice title="The run of this image is not among those shown." inline>
        <p>Choose it in the list of runs to see the image.</p>
      </Notice>
    </Dialog>
  );
}

function Opened(props: FullProps & { open: OpenItem }) {
  const { view } = useGallery();
  const besides = useMemo(() => parseBeside(view.beside), [view.beside]);
  const panes = usePanes(props.media, props.open, besides);
  const [main] = panes;
  return main ? <Panes {...props} besides={besides} panes={panes} main={main} /> : null;
}

interface PanesProps extends FullProps {
  open: OpenItem;
  besides: readonly Beside[];
  panes: readonly PaneItem[];
  main: PaneItem;
}

function Panes({ media, open, besides, panes, main, onClose }: PanesProps) {
  const { view, change, pin: onPin } = useGallery();
  const looks = useLooks(panes);
  const [spot, setSpot] = useState<Point | null>(null);
  const second = panes[1];
  const marks = readMarks(view.marks, media.key);
  const mode = second ? view.difference : "beside";
  const { shown, at } = main;
  const item = shown.items[at];

  const go = (part: Partial<OpenItem>) => change({ item: formatItem({ ...open, ...part }) }, "replace");
  const samples = Math.max(...panes.map((pane) => pane.shown.items.length));
  const toSample = (by: number) => go({ index: Math.max(0, Math.min(samples - 1, at + by)) });
  const { toStep, isFirst, isLast } = useStepping(media, open, besides, (step) => go({ step }));
  const pinned = shown.pin?.step ?? null;
  const held = useRef(pinned);
  const { left } = main;
  useEffect(() => {
    // The pin itself was moved, to a step just as good: the image goes along.
    if (left !== null && held.current === open.step) go({ step: left.step });
    held.current = pinned;
  });
  const togglePin = () => {
    const place = { run: open.run, key: media.key };
    if (shown.pin) onPin({ type: "unpinHere", ...place });
    else if (shown.step !== null) onPin({ type: "pinHere", ...place, step: shown.step, index: at });
  };
  const nextMode = () => {
    const next = DIFFERENCE[(DIFFERENCE.indexOf(view.difference) + 1) % DIFFERENCE.length];
    if (second && next) change({ difference: next }, "replace");
  };
  useKeyDown((event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector(FLOATING) || (event.target as Element).closest("input")) return;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => toSample(-1),
      ArrowRight: () => toSample(1),
      ArrowUp: () => toStep(1),
      ArrowDown: () => toStep(-1),
      "]": () => toStep(1),
      "[": () => toStep(-1),
      "+": () => looks.zoom(1.5),
      "=": () => looks.zoom(1.5),
      "-": () => looks.zoom(1 / 1.5),
      0: looks.reset,
      p: togglePin,
      z: () => change({ zoomsync: !view.zoomsync }, "replace"),
      d: nextMode,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
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
          <CopyLink />
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
                onRemove={
                  pane.beside
                    ? () => {
                        const rest = besides.filter((each) => formatBeside(each) !== paneId(pane));
                        change({ beside: rest.length > 0 ? rest.map(formatBeside) : null }, "replace");
                      }
                    : undefined
                }
              />
            ))
          )}
        </div>
        <div className={styles.bar}>
          <span className={styles.walk}>
            <IconButton
              icon="chevronLeft"
              label="Previous image"
              disabled={at <= 0}
              onClick={() => toSample(-1)}
            />
            <span data-number="">
              {formatCount(at + 1)} of {formatCount(shown.items.length)}
            </span>
            <IconButton
              icon="chevronRight"
              label="Next image"
              disabled={at >= samples - 1}
              onClick={() => toSample(1)}
            />
          </span>
          <span className={styles.walk}>
            <IconButton
              icon="chevronDown"
              label="Previous step"
              disabled={isFirst}
              onClick={() => toStep(-1)}
            />
            <span data-number="">step {formatCount(open.step)}</span>
            <IconButton icon="chevronUp" label="Next step" disabled={isLast} onClick={() => toStep(1)} />
          </span>
          <Button
            icon="pin"
            aria-pressed={shown.pin !== null}
            title="Pin this run here (p)"
            onClick={togglePin}
          >
            {shown.pin ? "Unpin" : left ? "Pin here" : "Pin"}
          </Button>
          {left && (
            <Button
              icon={PIN_WORDS[left.source].icon}
              title={`${PIN_WORDS[left.source].title}: in the gallery the run stays there`}
              onClick={() => go({ step: left.step })}
            >
              Back to the pin at {formatCount(left.step)}
            </Button>
          )}
          {item && (
            <span className={styles.facts}>
              {pictureOf(item).size && `${item.facts.width} × ${item.facts.height} · `}
              {formatBytes(item.size_bytes)}
            </span>
          )}
        </div>
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
