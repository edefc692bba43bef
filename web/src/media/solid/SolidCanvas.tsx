import { type PointerEvent, useEffect, useRef } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { DownloadLink } from "@/ui/DownloadLink";
import { fileName } from "../fileName";
import { type Camera, orbit, pan, START, steered, zoom } from "./camera";
import type { Model } from "./model";
import styles from "./Solid.module.css";
import { canDraw, draw } from "./stage";

/** When nothing has moved for so long, all of a large cloud is drawn. */
const REST_MS = 250;

interface Props {
  label: string;
  item: MediaItem;
  model: Model | null;
  camera: Camera;
  onCamera(camera: Camera): void;
  /** The wheel comes nearer; else it scrolls the page. */
  wheel: boolean;
}

/** A model that is turned, moved and zoomed by mouse, fingers and keys. */
export function SolidCanvas({ label, item, model, camera, onCamera, wheel }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<{ model: Model; camera: Camera } | null>(null);
  const latest = useRef({ model, camera });
  latest.current = { model, camera };

  useEffect(() => {
    const element = canvas.current;
    if (!element || !model) return;
    // Only what moves keeps pace; what is new is drawn whole.
    const moving = drawn.current?.model === model && drawn.current.camera !== camera;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const rest = () => {
      if (draw(element, model, camera, false)) frame = requestAnimationFrame(rest);
    };
    frame = requestAnimationFrame(() => {
      if (moving) {
        draw(element, model, camera, true);
        timer = setTimeout(rest, REST_MS);
      } else rest();
      drawn.current = { model, camera };
      element.dataset.drawn = model.words;
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [model, camera]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const ratio = Math.min(2, window.devicePixelRatio);
      element.width = Math.round(element.clientWidth * ratio);
      element.height = Math.round(element.clientHeight * ratio);
      const { model: now, camera: from } = latest.current;
      if (now) draw(element, now, from, false);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onWheel = useRef((_event: WheelEvent) => {});
  onWheel.current = (event) => {
    event.preventDefault();
    onCamera(zoom(camera, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015))));
  };
  useEffect(() => {
    const element = canvas.current;
    if (!wheel || !element) return;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [wheel]);

  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const height = Math.max(1, event.currentTarget.clientHeight);
    const point = { x: event.clientX, y: event.clientY };
    const [dx, dy] = [point.x - before.x, point.y - before.y];
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      const factor = distance(point, other) / Math.max(1, distance(before, other));
      // Each of two fingers moves by half of what both do.
      onCamera(pan(zoom(camera, factor), -dx / height / 2, dy / height / 2));
    } else if (event.shiftKey || event.buttons === 2 || event.buttons === 4) {
      onCamera(pan(camera, -dx / height, dy / height));
    } else {
      onCamera(orbit(camera, (-dx / height) * Math.PI, (dy / height) * Math.PI));
    }
  };
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId);

  if (!canDraw()) return <NoWebGl item={item} />;
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      data-wheel={wheel}
      tabIndex={0}
      role="img"
      aria-label={`${label}${model ? `, ${model.words}` : ""}. Arrow keys turn it, with Shift they move it; plus and minus zoom.`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onContextMenu={(event) => event.preventDefault()}
      onDoubleClick={() => onCamera(START)}
      onKeyDown={(event) => {
        if (event.metaKey || event.ctrlKey || event.altKey) return;
        const next = steered(camera, event.key, event.shiftKey);
        if (!next) return;
        event.preventDefault();
        onCamera(next);
      }}
    />
  );
}

const distance = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, a.y - b.y);

/** What is said where nothing can be drawn in space. */
function NoWebGl({ item }: { item: MediaItem }) {
  return (
    <div className={styles.none} role="status">
      <p>This browser has no WebGL, which drawing in space needs.</p>
      <p className={styles.quiet}>It may be switched off in its settings (hardware acceleration).</p>
      <DownloadLink
        href={blobUrl(item.sha256, item.mime, fileName(item))}
        name={fileName(item)}
        label="Download it as it was logged"
      />
    </div>
  );
}
