import type { ReactNode } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { Dialog } from "@/ui/Dialog";
import { DownloadLink } from "@/ui/DownloadLink";
import { Problem } from "../card/Problem";
import { fileName } from "../fileName";
import type { FullProps } from "../registry";
import { CutShort } from "../whole/CutShort";
import { BesideMenu } from "./BesideMenu";
import { CopyLink } from "./CopyLink";
import { Opened, type OpenPanes } from "./Opened";
import { PaneHead } from "./PaneHead";
import { formatBeside, type PaneItem } from "./panes";
import styles from "./Viewer.module.css";
import { ViewerBar } from "./ViewerBar";
import { useWalk } from "./walk";

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

/** Items over the whole window: ← → walk the samples, ↑ ↓ the steps; other runs and steps stand beside. */
export function ItemViewer(props: Props) {
  const { media, onClose } = props;
  return (
    <Opened noun="item" media={media} onClose={onClose}>
      {(opened) => <Panes {...props} opened={opened} />}
    </Opened>
  );
}

function Panes({ media, opened, onClose, tools, bar, together, children }: Props & { opened: OpenPanes }) {
  const { open, besides, panes, main } = opened;
  const walk = useWalk(media, opened);
  const item = main.shown.items[main.at];
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
          <CopyLink noun="item" />
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
            {panes.map((pane) => (
              <Pane
                key={pane.beside ? formatBeside(pane.beside) : ""}
                media={media}
                pane={pane}
                onRemove={walk.remove(pane)}
              >
                {children}
              </Pane>
            ))}
          </div>
        )}
        <ViewerBar opened={opened} walk={walk} noun="sample" facts={item && formatBytes(item.size_bytes)} />
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
  const { shown, at, pending, error } = pane;
  const { run, pin } = shown;
  const item = shown.items[at];
  return (
    <section className={styles.pane} aria-label={`${run.name} (${run.displayId})`} data-pin={pin?.source}>
      <PaneHead media={media} pane={pane} onRemove={onRemove}>
        {item?.caption && <span className={styles.caption}>{item.caption}</span>}
      </PaneHead>
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
