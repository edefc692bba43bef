import { useCallback } from "react";
import type { MediaItem } from "@/api/types";
import { OpenButton } from "../card/OpenButton";
import { Problem } from "../card/Problem";
import { useGallery } from "../gallery";
import { wayOf } from "../mediaView";
import type { CardProps } from "../registry";
import { useCamera } from "../solid/cameras";
import styles from "../solid/Solid.module.css";
import { SolidCanvas } from "../solid/SolidCanvas";
import { useModel } from "../solid/useModel";
import { FORMS } from "./forms";
import { moleculeModel } from "./model";

/** A molecule that is turned where it stands. */
export default function MoleculeCard({ media, item, shown, open }: CardProps) {
  return (
    <div className={styles.room}>
      <MoleculeItem item={item} run={shown.run.id} mediaKey={media.key} wheel={false} />
      <OpenButton item={item} run={shown.run} open={open} />
    </div>
  );
}

interface Props {
  item: MediaItem;
  run: string;
  mediaKey: string;
  wheel: boolean;
}

export function MoleculeItem({ item, run, mediaKey, wheel }: Props) {
  const { view } = useGallery();
  const form = wayOf(view, mediaKey, FORMS);
  const make = useCallback(
    (data: ArrayBuffer, of: MediaItem) => moleculeModel(String(of.facts.format), data, form),
    [form],
  );
  const { model, error } = useModel(item, make);
  const [camera, setCamera] = useCamera(run, mediaKey, item.index);
  if (error) return <Problem error={error} />;
  return (
    <>
      <SolidCanvas
        label={item.caption ?? `${item.key}, step ${item.step}`}
        item={item}
        model={model}
        camera={camera}
        onCamera={setCamera}
        wheel={wheel}
      />
      {model && wheel && <span className={styles.words}>{model.words}</span>}
    </>
  );
}
