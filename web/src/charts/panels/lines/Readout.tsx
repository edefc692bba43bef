import { type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { ChartX } from "../../axis";
import { highlight } from "../../highlight";
import type { Pointer } from "../../lines/LineChart";
import type { Plot } from "../../lines/plot";
import { readAt } from "../../lines/readings";
import { Tooltip } from "../../lines/Tooltip";

export interface ReadoutHandle {
  point(pointer: Pointer | null): void;
  /** Keeps the tooltip where it is, or lets it go. */
  pin(): void;
  unpin(): void;
  /** Where the pointer is; null where it is not on the chart. */
  place(): Place | null;
}

/** A place of a chart: on the x axis, in the plot's units, and on the page. */
export interface Place {
  x: number;
  left: number;
  top: number;
}

interface Props {
  plot: Plot;
  x: ChartX;
  /** Begins a comment at a place; missing where nobody comments. */
  onComment?: (place: Place) => void;
  ref: Ref<ReadoutHandle>;
}

/** How close to a line, in pixels, the pointer highlights it. */
const NEAR_PX = 16;

/** Follows the pointer over a chart by itself: the chart is not asked to render for each move. */
export function Readout({ plot, x, onComment, ref }: Props) {
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const [pinned, setPinned] = useState<Pointer | null>(null);
  // A click may come before the last move has been rendered.
  const last = useRef<Pointer | null>(null);
  useUnpin(pinned, () => setPinned(null));
  useImperativeHandle(ref, () => ({
    point: (next) => {
      last.current = next;
      setPointer(next);
      highlight(next && nearLine(plot, next));
    },
    pin: () => setPinned((now) => (now ? null : last.current)),
    unpin: () => setPinned(null),
    place: () => last.current && placeOf(plot, last.current),
  }));
  const shown = pinned ?? pointer;
  return (
    shown && (
      <Tooltip
        plot={plot}
        x={x}
        pointer={shown}
        pinned={pinned !== null}
        onUnpin={() => setPinned(null)}
        onComment={
          onComment &&
          ((at) => {
            setPinned(null);
            onComment({ x: at, left: shown.left, top: shown.top });
          })
        }
      />
    )
  );
}

/** What is read at a place is the nearest point there. */
function placeOf(plot: Plot, pointer: Pointer): Place | null {
  const x = readAt(plot, pointer).nearest?.x ?? plot.x[pointer.index];
  return x === undefined ? null : { x, left: pointer.left, top: pointer.top };
}

/** The line right under the pointer. */
function nearLine(plot: Plot, pointer: Pointer): string | null {
  const { nearest } = readAt(plot, pointer);
  if (!nearest || plot.lines.length < 2) return null;
  const distance = Math.abs(pointer.yOf(nearest.smoothed ?? nearest.value) - pointer.top);
  return distance < NEAR_PX ? nearest.line.id : null;
}

/** A pinned tooltip goes with Escape, a press elsewhere, or when the page scrolls away under it. */
function useUnpin(pinned: Pointer | null, unpin: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever listens unpins the same.
  useLayoutEffect(() => {
    if (pinned === null) return;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && unpin();
    const onPress = (event: PointerEvent) => {
      if (!(event.target as Element).closest("[data-tooltip]")) unpin();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("pointerdown", onPress);
    window.addEventListener("scroll", unpin, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("pointerdown", onPress);
      window.removeEventListener("scroll", unpin, { capture: true });
    };
  }, [pinned]);
}
