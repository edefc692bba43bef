import { type ReactNode, useMemo } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { DownloadLink } from "@/ui/DownloadLink";
import { Notice } from "@/ui/Notice";
import { useKeyDown } from "@/ui/useKeyDown";
import { Problem } from "../card/Problem";
import { fileName } from "../fileName";
import { useGallery } from "../gallery";
import styles from "../image/viewer/ImageViewer.module.css";
import { type Beside, formatBeside, type PaneItem, parseBeside, usePanes } from "../image/viewer/panes";
import { BesideMenu, CopyLink } from "../image/viewer/ViewerMenus";
import { formatItem, type OpenItem, parseItem } from "../mediaView";
import { PinMenu } from "../pins/PinMenu";
import { PIN_WORDS } from "../pins/words";
import type { FullProps } from "../registry";
import { CutShort } from "../whole/CutShort";
import { useStepping } from "./stepping";

interface Props extends FullProps {
  /** Stands in the head. */
  tools?: ReactNode;
  /** Stands over the panes. */
  bar?(panes: readonly PaneItem[]): ReactNode;
  /** What is shown in place of panes, where they are seen as one. */
  together?(panes: readonly PaneItem[]): ReactNode;
  /** An item, in a pane of its own. */
  children(item: MediaItem, pane: PaneItem): ReactNode;
}

/** What floats over the viewer, and what takes keys itself, has its keys to itself. */
const OWN_KEYS = '[role="menu"], [data-radix-popper-content-wrapper]';
const TYPED = "input, select, textarea";

/** Items over the whole window: ← → walk the samples, ↑ ↓ the steps; other runs and steps stand beside. */
export function ItemViewer(props: Props) {
  const { view, runs } = useGallery();
  const open = useMemo(() => parseItem(view.item), [view.item]);
  if (open === null) return null;
  if (runs.some(({ id }) => id === open.run)) return <Opened {...props} open={open} />;
  return (
    <Dialog title={props.media.key} open onClose={props.onClose}>
      <Notice title="The run of this item is not among those shown." inline>
        <p>Choose it in the list of runs to see the item.</p>
      </Notice>
    </Dialog>
  );
}

function Opened(props: Props & { open: OpenItem }) {
  const { view } = useGallery();
  const besides = useMemo(() => parseBeside(view.beside), [view.beside]);
  const panes = usePanes(props.media, props.open, besides);
  const [main] = panes;
  return main ? <Panes {...props} besides={besides} panes={panes} main={main} /> : null;
}

interface PanesProps extends Props {
  open: OpenItem;
  besides: readonly Beside[];
  panes: readonly PaneItem[];
  main: PaneItem;
}

function Panes({ media, open, besides, panes, main, onClose, tools, bar, together, children }: PanesProps) {
  const { change, pin: onPin } = useGallery();
  const { shown, at } = main;
  const item = shown.items[at];
  const go = (part: Partial<OpenItem>) => change({ item: formatItem({ ...open, ...part }) }, "replace");
  const samples = Math.max(...panes.map((pane) => pane.shown.items.length));
  const toSample = (by: number) => go({ index: Math.max(0, Math.min(samples - 1, at + by)) });
  const { left } = main;
  const { toStep, isFirst, isLast } = useStepping(media, open, besides, (step) => go({ step }));
  const togglePin = () => {
    const place = { run: open.run, key: media.key };
    if (shown.pin) onPin({ type: "unpinHere", ...place });
    else if (shown.step !== null) onPin({ type: "pinHere", ...place, step: shown.step, index: at });
  };
  useKeyDown((event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector(OWN_KEYS) || (event.target as Element).closest(TYPED)) return;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => toSample(-1),
      ArrowRight: () => toSample(1),
      ArrowUp: () => toStep(1),
      ArrowDown: () => toStep(-1),
      "]": () => toStep(1),
      "[": () => toStep(-1),
      p: togglePin,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  const inOne = together?.(panes);
  return (
    <Dialog
      title={media.key}
      full
      open
      onClose={onClose}
      tools={
        <div className={styles.tools}>
          {tools}
          <BesideMenu media={media} open={open} besides={besides} />
          <CopyLink />
          {item?.sha256 && (
            <DownloadLink
              href={blobUrl(item.sha256, item.mime, fileName(item))}
              name={fileName(item)}
              label="Download it as it was logged"
            />
          )}
        </div>
      }
    >
      <div className={styles.viewer}>
        {bar?.(panes)}
        {inOne ?? (
          <div className={styles.panes} data-count={Math.min(panes.length, 8)}>
            {panes.map((pane) => {
              const { beside } = pane;
              const rest = besides.filter((each) => beside && formatBeside(each) !== formatBeside(beside));
              const onRemove = beside
                ? () => change({ beside: rest.length > 0 ? rest.map(formatBeside) : null }, "replace")
                : undefined;
              return (
                <Pane key={beside ? formatBeside(beside) : ""} media={media} pane={pane} onRemove={onRemove}>
                  {children}
                </Pane>
              );
            })}
          </div>
        )}
        <div className={styles.bar}>
          {samples > 1 && (
            <span className={styles.walk}>
              <IconButton
                icon="chevronLeft"
                label="Previous sample"
                disabled={at <= 0}
                onClick={() => toSample(-1)}
              />
              <span data-number="">
                {formatCount(at + 1)} of {formatCount(shown.items.length)}
              </span>
              <IconButton
                icon="chevronRight"
                label="Next sample"
                disabled={at >= samples - 1}
                onClick={() => toSample(1)}
              />
            </span>
          )}
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
          {item && <span className={styles.facts}>{formatBytes(item.size_bytes)}</span>}
        </div>
      </div>
    </Dialog>
  );
}

interface PaneProps {
  media: Props["media"];
  pane: PaneItem;
  onRemove: (() => void) | undefined;
  children: Props["children"];
}

/** An item, with whose it is. */
function Pane({ media, pane, onRemove, children }: PaneProps) {
  const { pin: onPin } = useGallery();
  const { shown, at, pending, error, beside } = pane;
  const { run, step, wanted, pin } = shown;
  const item = shown.items[at];
  return (
    <section className={styles.pane} aria-label={`${run.name} (${run.displayId})`} data-pin={pin?.source}>
      <header className={styles.paneHead}>
        <Swatch colour={run.colour} dash={run.dash} />
        <strong className={styles.name}>{run.name}</strong>
        <span className={styles.quiet}>{run.displayId}</span>
        <span className={styles.quiet} data-number="">
          {step !== null && (step === wanted || wanted === null || pin)
            ? `step ${formatCount(step)}`
            : step !== null && wanted !== null
              ? `step ${formatCount(step)}, asked for ${formatCount(wanted)}`
              : null}
        </span>
        {beside?.step == null && (
          <PinMenu run={run} media={media} pin={pin} step={step} index={at} onPin={onPin} />
        )}
        {onRemove && <IconButton small icon="close" label={`Take ${run.name} away`} onClick={onRemove} />}
        {item?.caption && <span className={styles.caption}>{item.caption}</span>}
      </header>
      {error ? (
        <Problem error={error} onRetry={pane.retry} />
      ) : item ? (
        children(item, pane)
      ) : (
        <p className={styles.filler}>
          {!pending && (pin ? `Nothing at step ${formatCount(pin.step)}` : "Nothing")}
        </p>
      )}
      {item && <CutShort item={item} />}
    </section>
  );
}
