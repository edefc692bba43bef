import { useState } from "react";
import { blobUrl } from "@/api/blob";
import { IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { fileName } from "../../fileName";
import type { PaneItem } from "../../viewer/panes";
import styles from "../../viewer/Viewer.module.css";
import type { Marks } from "../layers";
import { saveWithCaption } from "./download";

/** The image as a file: as it was logged, or with what tells whose it is. */
export function DownloadMenu({ pane, marks }: { pane: PaneItem; marks: Marks }) {
  const [failed, setFailed] = useState<string | null>(null);
  const item = pane.shown.items[pane.at];
  if (!item) return null;
  const name = fileName(item);
  const save = (drawn: Marks | null) => {
    setFailed(null);
    saveWithCaption(pane, drawn).catch(() => setFailed(item.sha256));
  };
  return (
    <Popover label="Download" align="end" trigger={<IconButton icon="download" label="Download the image" />}>
      <div className={styles.downloads}>
        <a className={styles.download} href={blobUrl(item.sha256, item.mime, name)} download={name}>
          As it was logged
        </a>
        <button type="button" className={styles.download} onClick={() => save(null)}>
          With a caption strip
        </button>
        <button type="button" className={styles.download} onClick={() => save(marks)}>
          With caption, boxes and masks
        </button>
        {failed === item.sha256 && (
          <p className={styles.failed} role="alert">
            Its pixels cannot be read here. Take it as it was logged.
          </p>
        )}
      </div>
    </Popover>
  );
}
