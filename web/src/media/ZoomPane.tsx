import { type PointerEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import styles from "./ZoomPane.module.css";
import { fitScale, held, type Size, type Zoom, zoomAt } from "./zoom";

export interface ZoomPaneHandle {
  zoomBy(factor: number): void;
  reset(): void;
}

interface Props {
  ref: Ref<ZoomPaneHandle>;
  src: string;
  alt: string;
  tiny: boolean;
}

/** An image to look into: the wheel and two fingers zoom where they are, dragging moves, a double click goes to and fro. */
export function ZoomPane({ ref, src, alt, tiny }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const [image, setImage] = useState<Size | null>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  /** null fits the window, whatever its size. It outlives a change of image, so that two can be compared. */
  const [zoom, setZoom] = useState<Zoom | null>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());

  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const ready = image !== null && room.width > 0;
  const fit = ready ? { scale: fitScale(image, room), x: 0, y: 0 } : null;
  const now = ready && zoom ? held(zoom, image, room) : fit;

  const zoomBy = (factor: number, point = { x: 0, y: 0 }) => {
    if (image && now) setZoom(zoomAt(now, factor, point, image, room));
  };
  useImperativeHandle(ref, () => ({ zoomBy, reset: () => setZoom(null) }));

  const fromMiddle = (event: { clientX: number; clientY: number }) => {
    const box = pane.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };

  const onWheel = useRef((_event: WheelEvent) => {});
  onWheel.current = (event) => {
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), fromMiddle(event));
  };
  useEffect(() => {
    // React listens to the wheel passively, which could not keep the page from scrolling.
    const listen = (event: WheelEvent) => onWheel.current(event);
    const element = pane.current;
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, fromMiddle(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before || !now || !image) return;
    const point = fromMiddle(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      const factor = distance(point, other) / Math.max(1, distance(before, other));
      zoomBy(factor, { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 });
    } else {
      setZoom(held({ ...now, x: now.x + point.x - before.x, y: now.y + point.y - before.y }, image, room));
    }
  };
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId);

  return (
    <div
      ref={pane}
      className={styles.pane}
      role="group"
      aria-label="Image"
      tabIndex={0}
      data-autofocus=""
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={(event) => (zoom ? setZoom(null) : zoomBy(3, fromMiddle(event)))}
    >
      <img
        className={`${styles.image} ${tiny || (now && now.scale >= 3) ? styles.pixels : ""}`}
        src={src}
        alt={alt}
        draggable={false}
        onLoad={(event) => {
          const { naturalWidth, naturalHeight } = event.currentTarget;
          // An SVG may have no size of its own.
          setImage({ width: naturalWidth || 512, height: naturalHeight || 512 });
        }}
        style={
          now && image
            ? {
                width: image.width * now.scale,
                height: image.height * now.scale,
                transform: `translate(calc(-50% + ${now.x}px), calc(-50% + ${now.y}px))`,
              }
            : { visibility: "hidden" }
        }
      />
      {now && <span className={styles.scale}>{formatScale(now.scale)}</span>}
    </div>
  );
}

const distance = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, a.y - b.y);

const formatScale = (scale: number) =>
  scale >= 10 ? `${Math.round(scale)}×` : `${Math.round(scale * 100)}%`;
