import { SearchBox } from "@/ui/SearchBox";
import { useGallery } from "../gallery";
import type { FullProps } from "../registry";
import { ItemViewer } from "../viewer/ItemViewer";
import styles from "./Graph.module.css";
import { GraphPane } from "./GraphPane";

/** Graphs over the whole window, those of several runs beside each other. */
export default function GraphViewer(props: FullProps) {
  const { view, change } = useGallery();
  return (
    <ItemViewer
      {...props}
      tools={
        <div className={styles.search}>
          <SearchBox
            label="Find nodes"
            value={view.nodefind}
            onChange={(nodefind) => change({ nodefind }, "replace")}
          />
        </div>
      }
    >
      {(item) => <GraphPane item={item} find={view.nodefind} />}
    </ItemViewer>
  );
}
