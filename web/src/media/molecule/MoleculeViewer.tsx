import type { FullProps } from "../registry";
import { SyncTools } from "../solid/SyncTools";
import { ItemViewer } from "../viewer/ItemViewer";
import { MoleculeItem } from "./MoleculeCard";
import MoleculeTools from "./MoleculeTools";

/** Molecules over the whole window, those of several runs beside each other. */
export default function MoleculeViewer(props: FullProps) {
  return (
    <ItemViewer
      {...props}
      tools={
        <>
          <SyncTools />
          <MoleculeTools media={props.media} />
        </>
      }
    >
      {(item, { shown }) => <MoleculeItem item={item} run={shown.run.id} mediaKey={props.media.key} wheel />}
    </ItemViewer>
  );
}
