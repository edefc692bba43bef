import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type Look, type Point, panBy, pixelScale, type Size, spotAt, WHOLE, zoomAt } from "../look";
import styles from "./ZoomArea.module.css";

interface Props {
  label: string;
  /** null until the image is known. */
  image: Size | null;
  look: Look;
  onLook(look: Look): void;
  /** The spot under the pointer, as shares of the image; null outside of it. */
  onSpot?(spot: Point | null): void;
  /** Fills the image's own rectangle. */
  children: ReactNode;
}

/** An image to look into: the wheel and two fingers zoom where they are, dragging moves, a double click goes to and fro. */
export function ZoomArea({ label, image, look: asked, onLook, onSpot, children }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const pointers = useRef(new Map<number, Point>());
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const ready = image !== null && room.width > 0 && room.height > 0;
  // Within the limits of this image in this pane.
  const look = ready ? zoomAt(asked, 1, { x: 0, y: 0 }, image, room) : asked;

  const fromMiddle = (event: { clientX: number; clientY: number }): Point => {
    const box = pane.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };
  const zoom = (factor: number, point: Point) => {
    if (ready) onLook(zoomAt(look, factor, point, image, room));
  };
  const onWheel = useRef((_event: WheelEvent) => {});
  onWheel.current = (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), fromMiddle(event));
  };
  useEffect(() => {
    // React listens to the wheel passively, which could not keep the page from scrolling.
    const listen = (event: WheelEvent) => onWheel.current(event);
    const element = pane.current;
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if ((event.target as Element).closest("input, button, a")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, fromMiddle(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const point = fromMiddle(event);
    if (ready) onSpot?.(spotAt(look, point, image, room));
    const before = pointers.current.get(event.pointerId);
    if (!before || !ready) return;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      const factor = distance(point, other) / Math.max(1, distance(before, other));
      zoom(factor, { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 });
    } else {
      onLook(panBy(look, { x: point.x - before.x, y: point.y - before.y }, image, room));
    }
  };
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId);
  const scale = ready ? pixelScale(look, image, room) : 1;
  return (
    <div
      ref={pane}
      className={styles.pane}
      role="group"
      aria-label={label}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onPointerLeave={() => onSpot?.(null)}
      onDoubleClick={(event) => (look.scale === 1 ? zoom(3, fromMiddle(event)) : onLook(WHOLE))}
    >
      <div
        className={styles.image}
        data-pixelated={scale >= 3}
        data-scale={ready ? scale.toFixed(3) : undefined}
        style={
          ready
            ? {
                width: image.width * scale,
                height: image.height * scale,
                transform: `translate(${room.width / 2 - look.x * image.width * scale}px, ${room.height / 2 - look.y * image.height * scale}px)`,
              }
            : { visibility: "hidden" }
        }
      >
        {children}
      </div>
      {ready && (
        <span className={styles.scale} data-number="">
          {scale >= 10 ? `${Math.round(scale)}×` : `${Math.round(scale * 100)}%`}
        </span>
      )}
    </div>
  );
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
