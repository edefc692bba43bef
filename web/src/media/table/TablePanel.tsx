import { useGallery } from "../gallery";
import { entryOf, withEntry } from "../mediaView";
import { RunHeading } from "../RunHeading";
import styles from "../RunHeading.module.css";
import type { PanelProps } from "../registry";
import { MediaTable } from "./MediaTable";

/** The tables of a key, run by run. */
export default function TablePanel({ media, shown, ...actions }: PanelProps) {
  const { view, change } = useGallery();
  return shown.map((each) => (
    <div key={each.run.id} className={styles.part}>
      <RunHeading media={media} shown={each} {...actions} />
      {each.items.map((item) => (
        <MediaTable
          key={item.index}
          item={item}
          sort={entryOf(view.tsort, media.key)}
          onSort={(sort) => change({ tsort: withEntry(view.tsort, media.key, sort) }, "replace")}
        />
      ))}
    </div>
  ));
}
