import type { ReactNode } from "react";
import type { MediaKey } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { useGallery } from "../gallery";
import { PinMenu } from "../pins/PinMenu";
import type { PaneItem } from "./panes";
import styles from "./Viewer.module.css";

interface Props {
  media: MediaKey;
  pane: PaneItem;
  onRemove: (() => void) | undefined;
  children?: ReactNode;
}

/** Over an item: whose it is, at which step, and what pins it there. */
export function PaneHead({ media, pane, onRemove, children }: Props) {
  const { pin: onPin } = useGallery();
  const { run, step, wanted, pin } = pane.shown;
  const isAsked = step === wanted || wanted === null || pin !== null;
  return (
    <header className={styles.paneHead}>
      <Swatch colour={run.colour} dash={run.dash} />
      <strong className={styles.name}>{run.name}</strong>
      <span className={styles.quiet}>{run.displayId}</span>
      {step !== null && (
        <span className={styles.quiet} data-number="">
          step {formatCount(step)}
          {!isAsked && `, asked for ${formatCount(wanted)}`}
        </span>
      )}
      {pane.beside?.step == null && (
        <PinMenu run={run} media={media} pin={pin} step={step} index={pane.at} onPin={onPin} />
      )}
      {onRemove && <IconButton small icon="close" label={`Take ${run.name} away`} onClick={onRemove} />}
      {children}
    </header>
  );
}
