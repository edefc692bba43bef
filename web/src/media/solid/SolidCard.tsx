import { useCallback, useMemo } from "react";
import type { MediaItem } from "@/api/types";
import { OpenButton } from "../card/OpenButton";
import { Problem } from "../card/Problem";
import { useGallery } from "../gallery";
import type { CardProps } from "../registry";
import { useCamera } from "./cameras";
import { modelOf } from "./model";
import styles from "./Solid.module.css";
import { SolidCanvas } from "./SolidCanvas";
import { readStyle } from "./solidView";
import { useModel } from "./useModel";

/** A point cloud or a mesh that is turned where it stands. */
export default function SolidCard({ media, item, shown, open }: CardProps) {
  return (
    <div className={styles.room}>
      <SolidItem item={item} run={shown.run.id} mediaKey={media.key} wheel={false} />
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

/** One point cloud or mesh, as its key is drawn, from where it is looked at. */
export function SolidItem({ item, run, mediaKey, wheel }: Props) {
  const { view } = useGallery();
  const style = useMemo(() => readStyle(view.solid, mediaKey), [view.solid, mediaKey]);
  const make = useCallback((data: ArrayBuffer, of: MediaItem) => modelOf(of, data, style), [style]);
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
