import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** What is in sight, in the measures of the picture: a corner, and units a pixel. */
export interface Sight {
  x: number;
  y: number;
  scale: number;
}

interface Size {
  width: number;
  height: number;
}

const FINEST = 1 / 4;
const COARSEST = 40;
/** The pointer may tremble so much while it clicks. */
const TREMBLE_PX = 4;

/** Moves and zooms what is seen of a picture, by the wheel, the pointer and two fingers. */
export function usePan(svg: RefObject<SVGSVGElement | null>, begin: (size: Size) => Sight) {
  const [size, setSize] = useState<Size>({ width: 900, height: 500 });
  const [own, setOwn] = useState<Sight | null>(null);
  const sight = own ?? begin(size);
  const zoom = (factor: number, px = size.width / 2, py = size.height / 2) => {
    const scale = Math.max(FINEST, Math.min(COARSEST, sight.scale / factor));
    setOwn({ scale, x: sight.x + px * (sight.scale - scale), y: sight.y + py * (sight.scale - scale) });
  };
  // Before the first paint: what is out of sight is not drawn, and would else be there for a moment.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth || 900, height: element.clientHeight || 500 });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [svg]);
  const onWheel = useRef((_event: WheelEvent) => {});
  onWheel.current = (event) => {
    event.preventDefault();
    const box = svg.current?.getBoundingClientRect();
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018));
    zoom(factor, event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
  };
  useEffect(() => {
    const element = svg.current;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, [svg]);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(0);
  const onPointerDown = (event: PointerEvent) => {
    moved.current = 0;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const point = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    moved.current += Math.hypot(point.x - before.x, point.y - before.y);
    if (other) {
      const far = (a: { x: number; y: number }) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
      const box = svg.current?.getBoundingClientRect();
      zoom(
        far(point) / far(before),
        (point.x + other.x) / 2 - (box?.left ?? 0),
        (point.y + other.y) / 2 - (box?.top ?? 0),
      );
    } else if (event.buttons !== 0 && moved.current > TREMBLE_PX) {
      setOwn({
        ...sight,
        x: sight.x - (point.x - before.x) * sight.scale,
        y: sight.y - (point.y - before.y) * sight.scale,
      });
    }
  };
  const onPointerEnd = (event: PointerEvent) => void pointers.current.delete(event.pointerId);
  return {
    size,
    sight,
    zoom,
    look: setOwn,
    /** Whether the pointer was dragged, so that letting it go is no click. */
    dragged: () => moved.current > TREMBLE_PX,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: onPointerEnd,
      onPointerCancel: onPointerEnd,
      onPointerLeave: onPointerEnd,
    },
  };
}
