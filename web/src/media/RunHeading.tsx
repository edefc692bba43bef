import type { MediaKey } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatCount } from "@/format/number";
import { useGallery } from "./gallery";
import { PinMenu } from "./pins/PinMenu";
import styles from "./RunHeading.module.css";
import type { RunItems, ViewerActions } from "./registry";

interface Props extends ViewerActions {
  media: MediaKey;
  shown: RunItems;
}

/** Over a run's part of a panel: whose it is, at which step, and what pins it there. */
export function RunHeading({ media, shown, pin: onPin }: Props) {
  const { single } = useGallery();
  const { run, step, wanted, pin, items, index } = shown;
  const snapped = step !== null && wanted !== null && step !== wanted && !pin;
  return (
    <div className={styles.head} data-run={run.id}>
      {!single && <Swatch colour={run.colour} dash={run.dash} />}
      {!single && <span className={styles.name}>{run.name}</span>}
      {!single && <span className={styles.quiet}>{run.displayId}</span>}
      <span className={styles.quiet}>
        {items.length === 0
          ? pin
            ? `nothing at step ${formatCount(pin.step)}`
            : "nothing"
          : snapped
            ? `step ${formatCount(step)}, asked for ${formatCount(wanted)}`
            : `step ${formatCount(step ?? 0)}`}
      </span>
      <PinMenu run={run} media={media} pin={pin} step={step} index={index} onPin={onPin} />
    </div>
  );
}
