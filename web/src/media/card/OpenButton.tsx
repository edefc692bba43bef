import type { MediaItem } from "@/api/types";
import { IconButton } from "@/ui/Button";
import type { ViewerActions } from "../registry";
import type { MediaRun } from "../runs";
import styles from "./OpenButton.module.css";

interface Props extends Pick<ViewerActions, "open"> {
  item: MediaItem;
  run: MediaRun;
}

/** In a corner of what has its clicks to itself: fills the window with it. */
export function OpenButton({ item, run, open }: Props) {
  return (
    <IconButton
      small
      className={styles.open}
      icon="expand"
      label={`Open ${item.caption ?? item.key} of ${run.name}`}
      onClick={() => open(run.id, item)}
    />
  );
}
