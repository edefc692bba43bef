import { useEffect, useMemo, useRef, useState } from "react";
import { formatCount, formatNumber } from "@/format/number";
import { Segmented } from "@/ui/Segmented";
import type { MediaView } from "../../mediaView";
import type { PaneItem } from "../../viewer/panes";
import styles from "../../viewer/Viewer.module.css";
import type { Look, Point } from "../look";
import { fullUrl, pictureOf } from "../picture";
import { differenceOf, pixelAt } from "../pixels";
import { readable, usePixels } from "./usePixels";
import { ZoomArea } from "./ZoomArea";

const FLICKER_MS = 500;
type Gain = "1" | "4" | "16";
const GAIN_OPTIONS = [
  { value: "1", label: "1×" },
  { value: "4", label: "4×" },
  { value: "16", label: "16×" },
] as const;

interface Props {
  first: PaneItem;
  second: PaneItem;
  mode: Exclude<MediaView["difference"], "beside">;
  look: Look;
  onLook(look: Look): void;
  spot: Point | null;
  onSpot(spot: Point | null): void;
}

const nameOf = ({ shown }: PaneItem) => `${shown.run.name}, step ${formatCount(shown.step ?? 0)}`;

/** Two images laid over each other: in turn, on either side of a line, or what differs. */
export function DifferencePane({ first, second, mode, look, onLook, spot, onSpot }: Props) {
  const [one, other] = [first.shown.items[first.at], second.shown.items[second.at]];
  const [urlA, urlB] = [one ? fullUrl(one) : null, other ? fullUrl(other) : null];
  const [readA, readB] = [usePixels(urlA), usePixels(urlB)];
  const [a, b] = [readable(readA), readable(readB)];
  const [turn, setTurn] = useState(false);
  const [edge, setEdge] = useState(50);
  const [gain, setGain] = useState<Gain>("1");
  useEffect(() => {
    if (mode !== "flicker") return;
    const timer = setInterval(() => setTurn((now) => !now), FLICKER_MS);
    return () => clearInterval(timer);
  }, [mode]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const difference = useMemo(
    () => (mode === "absolute" && a && b ? differenceOf(a, b, Number(gain)) : null),
    [mode, a, b, gain],
  );
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || !difference) return;
    canvas.current.width = difference.width;
    canvas.current.height = difference.height;
    context.putImageData(new ImageData(difference.data, difference.width, difference.height), 0, 0);
  }, [difference]);
  if (!one || !other || urlA === null || urlB === null) {
    return <p className={styles.filler}>There is no image on both sides.</p>;
  }
  const sameSize = !a || !b || (a.width === b.width && a.height === b.height);
  const size = pictureOf(one).size ?? a;
  return (
    <section className={styles.pane} aria-label="Difference">
      <header className={styles.paneHead}>
        <span className={styles.legend} data-on={mode !== "flicker" || !turn}>
          A {nameOf(first)}
        </span>
        <span className={styles.legend} data-on={mode !== "flicker" || turn}>
          B {nameOf(second)}
        </span>
        {!sameSize && (
          <span className={styles.quiet}>
            B is {b?.width} × {b?.height}, shown at the size of A
          </span>
        )}
        {mode === "absolute" && (
          <Segmented
            label="How strong differences are shown"
            value={gain}
            options={GAIN_OPTIONS}
            onChange={(next) => setGain(next)}
          />
        )}
      </header>
      <ZoomArea label={`${mode} of two images`} image={size} look={look} onLook={onLook} onSpot={onSpot}>
        {mode === "absolute" ? (
          <canvas ref={canvas} data-difference={difference ? "drawn" : undefined} />
        ) : (
          <>
            {/* Neither shows through the other, however transparent it is. */}
            <img
              src={urlA}
              alt={`A: ${nameOf(first)}`}
              draggable={false}
              style={
                mode === "flicker"
                  ? { visibility: turn ? "hidden" : "visible" }
                  : { clipPath: `inset(0 ${100 - edge}% 0 0)` }
              }
            />
            <img
              className={styles.over}
              src={urlB}
              alt={`B: ${nameOf(second)}`}
              draggable={false}
              style={
                mode === "flicker"
                  ? { visibility: turn ? "visible" : "hidden" }
                  : { clipPath: `inset(0 0 0 ${edge}%)` }
              }
            />
            {mode === "swipe" && <span className={styles.edge} style={{ left: `${edge}%` }} />}
          </>
        )}
      </ZoomArea>
      <footer className={styles.paneFoot}>
        {mode === "swipe" && (
          <input
            className={styles.swipe}
            type="range"
            min={0}
            max={100}
            step={0.5}
            value={edge}
            aria-label="Where A ends and B begins"
            onChange={(event) => setEdge(Number(event.target.value))}
          />
        )}
        {difference && (
          <span className={styles.quiet} data-number="">
            mean {formatNumber(difference.mean)} · greatest {difference.greatest} ·{" "}
            {formatNumber((100 * difference.changed) / (difference.width * difference.height), 3)} % of pixels
            differ
          </span>
        )}
        {mode === "absolute" && !difference && (
          <span className={styles.quiet} role="status">
            {readA instanceof Error || readB instanceof Error
              ? `The pixels of ${readA instanceof Error ? "A" : "B"} cannot be read: there is no difference to be shown.`
              : "reading the pixels…"}
          </span>
        )}
        <PixelPair a={a} b={b} spot={spot} />
      </footer>
    </section>
  );
}

/** The values of both images at a spot, and how they differ. */
function PixelPair({ a, b, spot }: { a: ImageData | null; b: ImageData | null; spot: Point | null }) {
  const [one, other] = [spot && a && pixelAt(a, spot), spot && b && pixelAt(b, spot)];
  if (!one || !other) return <span className={styles.pixel} />;
  const channels = one.pixel[3] < 255 || other.pixel[3] < 255 ? 4 : 3;
  const say = (pixel: readonly number[]) => pixel.slice(0, channels).join(" ");
  const delta = one.pixel.map((value, i) => Math.abs(value - (other.pixel[i] ?? 0)));
  return (
    <span className={styles.pixel} data-number="" data-pixel={say(delta)}>
      {one.x}, {one.y} · A {say(one.pixel)} · B {say(other.pixel)} · Δ {say(delta)}
    </span>
  );
}
