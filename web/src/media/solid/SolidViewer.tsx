import type { FullProps } from "../registry";
import { ItemViewer } from "../viewer/ItemViewer";
import { SolidItem } from "./SolidCard";
import SolidTools from "./SolidTools";
import { SyncTools } from "./SyncTools";

/** Things in space over the whole window, those of several runs beside each other. */
export default function SolidViewer(props: FullProps) {
  return (
    <ItemViewer
      {...props}
      tools={
        <>
          <SyncTools />
          <SolidTools media={props.media} />
        </>
      }
    >
      {(item, { shown }) => <SolidItem item={item} run={shown.run.id} mediaKey={props.media.key} wheel />}
    </ItemViewer>
  );
}
