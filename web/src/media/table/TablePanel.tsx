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
          run={each.run.id}
          item={item}
          search={said(view.tfind, media.key) ?? ""}
          onSearch={(words) => change({ tfind: say(view.tfind, media.key, words || null) }, "replace")}
          sort={said(view.tsort, media.key)}
          onSort={(sort) => change({ tsort: say(view.tsort, media.key, sort) }, "replace")}
        />
      ))}
    </div>
  ));
}

/** Columns and words may hold the "@" that ends an entry's value. */
function said(entries: readonly string[] | null, key: string): string | null {
  const entry = entryOf(entries, key);
  return entry === null ? null : entry.replaceAll("%40", "@").replaceAll("%25", "%");
}

const say = (entries: readonly string[] | null, key: string, value: string | null) =>
  withEntry(entries, key, value === null ? null : value.replaceAll("%", "%25").replaceAll("@", "%40"));
