import { type KeyboardEvent, useMemo, useRef } from "react";
import { plural } from "@/format/number";
import { goTo } from "@/route/navigation";
import { IconButton } from "@/ui/Button";
import { type Sight, usePan } from "@/ui/usePan";
import { routeOfNode } from "../names";
import styles from "./Lineage.module.css";
import { LineagePicture } from "./LineagePicture";
import { line } from "./network";
import { HEIGHT, type Picture, WIDTH } from "./picture";
import { stepFrom, type Way } from "./steps";

/** Units a pixel, beyond which labels cannot be read. */
const READABLE = 1.5;
const AROUND = 30;

interface Props {
  picture: Picture;
  /** The id of the box that it is drawn around. */
  centre: string;
  /** The box that is looked at, or -1. */
  at: number;
  /** What a search found; null without one. */
  found: ReadonlySet<number> | null;
  onPick(place: number): void;
  onFan(fan: string): void;
  onFocus(id: string): void;
}

const WAYS: Record<string, Way> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** A lineage as a graph from left to right, walked with the arrow keys. */
export function LineageGraph({ picture, centre, at, found, onPick, onFan, onFocus }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const { boxes } = picture;
  const middle = boxes.find(({ id }) => id === centre) ?? boxes[0];
  const whole = (size: { width: number; height: number }): Sight => {
    const scale = Math.max(
      1,
      (picture.width + 2 * AROUND) / size.width,
      (picture.height + 2 * AROUND) / size.height,
    );
    return {
      scale,
      x: picture.width / 2 - (size.width * scale) / 2,
      y: picture.height / 2 - (size.height * scale) / 2,
    };
  };
  const pan = usePan(svg, (size) => {
    const all = whole(size);
    if (all.scale <= READABLE || !middle) return all;
    return { scale: 1, x: middle.x - size.width / 2, y: middle.y - size.height / 2 };
  });
  const { size, sight } = pan;
  const near = useMemo(() => (at < 0 ? null : line(picture, at)), [picture, at]);
  const go = (place: number) => {
    const box = boxes[place];
    if (!box) return;
    onPick(place);
    const scale = Math.min(sight.scale, READABLE);
    const inside =
      scale === sight.scale &&
      Math.abs(box.x - sight.x - (size.width * scale) / 2) < (size.width * scale) / 2 - WIDTH &&
      Math.abs(box.y - sight.y - (size.height * scale) / 2) < (size.height * scale) / 2 - HEIGHT;
    if (inside) return;
    pan.look({ scale, x: box.x - (size.width * scale) / 2, y: box.y - (size.height * scale) / 2 });
  };
  const enter = (place: number) => {
    const box = boxes[place];
    if (!box) return;
    if (box.count > 1) return onFan(box.id);
    const route = routeOfNode(box.node);
    if (route) goTo(route.to, route.search);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const way = WAYS[event.key];
    const from = at >= 0 ? at : boxes.indexOf(middle as (typeof boxes)[number]);
    const acts: Record<string, () => void> = {
      Enter: () => enter(at),
      " ": () => enter(at),
      f: () => at >= 0 && boxes[at]?.count === 1 && onFocus(boxes[at].id),
      "+": () => pan.zoom(1.3),
      "=": () => pan.zoom(1.3),
      "-": () => pan.zoom(1 / 1.3),
      "0": () => pan.look(whole(size)),
    };
    const act = way ? () => go(at < 0 ? from : stepFrom(picture, from, way)) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const told = boxes[at];
  return (
    <>
      <svg
        ref={svg}
        className={styles.graph}
        viewBox={`${sight.x} ${sight.y} ${size.width * sight.scale} ${size.height * sight.scale}`}
        role="application"
        aria-label={`Lineage: ${plural(boxes.length, "box").replace("boxs", "boxes")}, from left to right. Arrow keys walk it, Enter opens; the list beside it says the same.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...pan.handlers}
      >
        <LineagePicture
          picture={picture}
          sight={sight}
          size={size}
          centre={centre}
          at={at}
          near={near}
          found={found}
          onPick={(place) => !pan.dragged() && onPick(place)}
          onEnter={enter}
        />
      </svg>
      <p className="visually-hidden" role="status">
        {told ? `${told.label}, ${told.about}` : ""}
      </p>
      <div className={styles.zoom}>
        <IconButton icon="plus" label="Zoom in" onClick={() => pan.zoom(1.3)} />
        <IconButton icon="minus" label="Zoom out" onClick={() => pan.zoom(1 / 1.3)} />
        <IconButton icon="expand" label="Show everything" onClick={() => pan.look(whole(size))} />
      </div>
    </>
  );
}
