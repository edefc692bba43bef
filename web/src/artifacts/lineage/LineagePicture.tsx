import { memo, useMemo } from "react";
import type { Sight } from "@/ui/usePan";
import { kindColour } from "../kinds";
import styles from "./Lineage.module.css";
import { type Box, curve, HEIGHT, type Picture, WIDTH } from "./picture";

const MOST_CHARACTERS = 25;
/** Units a pixel, from which on words are left out: the second line, then all. */
const COARSE = 1.7;
const COARSER = 3.2;

interface Props {
  picture: Picture;
  sight: Sight;
  size: { width: number; height: number };
  centre: string;
  at: number;
  /** What the box that is looked at came of and led to; null without one. */
  near: ReadonlySet<number> | null;
  found: ReadonlySet<number> | null;
  onPick(place: number): void;
  onEnter(place: number): void;
}

/** The boxes in sight, and all edges. */
export function LineagePicture({ picture, sight, size, centre, at, near, found, onPick, onEnter }: Props) {
  const [left, top] = [sight.x - WIDTH, sight.y - HEIGHT];
  const [right, bottom] = [
    sight.x + size.width * sight.scale + WIDTH,
    sight.y + size.height * sight.scale + HEIGHT,
  ];
  const words = sight.scale > COARSER ? 0 : sight.scale > COARSE ? 1 : 2;
  return (
    <>
      <Edges picture={picture} near={near} />
      {picture.boxes.map((box, place) =>
        box.x < left || box.x > right || box.y < top || box.y > bottom ? null : (
          <BoxMark
            key={box.id}
            box={box}
            place={place}
            words={words}
            isCentre={box.id === centre}
            isPicked={place === at}
            isFar={near !== null && !near.has(place)}
            isFound={found?.has(place) === true}
            onPick={onPick}
            onEnter={onEnter}
          />
        ),
      )}
    </>
  );
}

/** Edges are few paths, however many they are. */
const Edges = memo(function Edges({ picture, near }: Pick<Props, "picture" | "near">) {
  const all = useMemo(() => picture.edges.map(({ points }) => curve(points)).join(""), [picture]);
  const lit = useMemo(
    () =>
      near === null
        ? ""
        : picture.edges
            .filter(({ from, to }) => near.has(from) && near.has(to))
            .map(({ points }) => curve(points))
            .join(""),
    [picture, near],
  );
  return (
    <>
      <path className={styles.edges} data-far={near !== null} d={all} />
      {lit !== "" && <path className={styles.lit} d={lit} />}
    </>
  );
});

interface MarkProps {
  box: Box;
  place: number;
  /** How many lines of words. */
  words: number;
  isCentre: boolean;
  isPicked: boolean;
  isFar: boolean;
  isFound: boolean;
  onPick(place: number): void;
  onEnter(place: number): void;
}

const BoxMark = memo(
  function BoxMark(props: MarkProps) {
    const { box, place, words, isCentre, isPicked, isFar, isFound, onPick, onEnter } = props;
    const { node, count } = box;
    const isRun = node.kind === "run";
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the graph has the focus and the keys; a click is the mouse's way.
      <g
        className={styles.box}
        data-box={box.id}
        data-kind={node.kind}
        data-state={node.state}
        data-centre={isCentre}
        data-picked={isPicked}
        data-far={isFar}
        data-found={isFound}
        transform={`translate(${box.x - WIDTH / 2} ${box.y - HEIGHT / 2})`}
        onClick={() => onPick(place)}
        onDoubleClick={() => onEnter(place)}
      >
        {count > 1 && (
          <rect
            className={styles.behind}
            x={5}
            y={5}
            width={WIDTH}
            height={HEIGHT}
            rx={isRun ? HEIGHT / 2 : 6}
          />
        )}
        <rect className={styles.face} width={WIDTH} height={HEIGHT} rx={isRun ? HEIGHT / 2 : 6} />
        {isRun ? (
          <circle className={styles.dot} data-state={node.state} cx={16} cy={HEIGHT / 2} r={4} />
        ) : (
          <rect x={9} y={9} width={5} height={HEIGHT - 18} rx={2} style={{ fill: kindColour(node.group) }} />
        )}
        {words > 0 && (
          <text className={styles.label} x={26} y={words > 1 && box.about ? 16 : 23}>
            {shortened(box.label)}
          </text>
        )}
        {words > 1 && box.about && (
          <text className={styles.about} x={26} y={30}>
            {shortened(box.about, MOST_CHARACTERS + 3)}
          </text>
        )}
        <title>
          {box.label} {box.about}
        </title>
      </g>
    );
  },
  (a, b) =>
    a.box === b.box &&
    a.words === b.words &&
    a.isCentre === b.isCentre &&
    a.isPicked === b.isPicked &&
    a.isFar === b.isFar &&
    a.isFound === b.isFound &&
    a.place === b.place,
);

/** A label as there is room for it: the end of a name tells its version. */
function shortened(label: string, most = MOST_CHARACTERS): string {
  if (label.length <= most) return label;
  const tail = /:v\d+$/.exec(label)?.[0] ?? "";
  return `${label.slice(0, most - 1 - tail.length)}…${tail}`;
}
