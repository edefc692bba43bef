import { RunHeading } from "../RunHeading";
import styles from "../RunHeading.module.css";
import type { PanelProps } from "../registry";
import { MediaFiles } from "./MediaFiles";

/** What has no view of its own, run by run: sound and film play, all else can be taken away. */
export default function FilePanel({ media, shown, ...actions }: PanelProps) {
  return shown.map((each) => (
    <div key={each.run.id} className={styles.part}>
      <RunHeading media={media} shown={each} {...actions} />
      <MediaFiles items={each.items} />
    </div>
  ));
}
