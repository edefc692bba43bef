import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { ConsoleLinesAsked } from "@/api/queries";
import type { ConsoleLine, UnfinishedLine } from "@/api/types";
import { useTheme } from "@/theme/theme";
import { Button } from "@/ui/Button";
import styles from "./ConsoleLines.module.css";
import { ConsoleRow } from "./ConsoleRow";
import type { Finder } from "./find";
import { UnfinishedLines } from "./UnfinishedLines";
import { useConsoleLines } from "./useConsoleLines";
import { stretchAround, stretchFor, stretchLines } from "./windows";

const ROW_HEIGHT = 20;
/** How far from the end still counts as being there. */
const AT_END = 24;

export interface ConsoleLinesHandle {
  show(position: number): void;
  showEnd(): void;
}

interface Props {
  ref: Ref<ConsoleLinesHandle>;
  run: string;
  asked: ConsoleLinesAsked;
  tail: { lines: ConsoleLine[]; total: number; unfinished: UnfinishedLine[] };
  finder: Finder;
  /** The chosen line's number in the console, from 0. */
  chosen: number;
  wrap: boolean;
  times: boolean;
  live: boolean;
  follow: boolean;
  onFollow(follow: boolean): void;
  onEnd(): void;
  onChoose(line: number): void;
  /** Kept at the first position in sight. */
  reader: RefObject<number>;
}

export function ConsoleLines(props: Props) {
  const { run, asked, tail, wrap, times, follow, onFollow, reader } = props;
  const { total } = tail;
  const unfinished = tail.unfinished.length;
  const theme = useTheme();
  const scroller = useRef<HTMLDivElement>(null);
  const size = stretchLines(wrap);
  const [begin, setBegin] = useState(() => Math.max(0, total - size));
  const [away, setAway] = useState(false);
  const count = Math.min(size, total - begin);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 24,
    paddingStart: 8,
    paddingEnd: unfinished > 0 ? 0 : 12,
  });
  const items = virtual.getVirtualItems();
  const first = begin + (items[0]?.index ?? 0);
  const last = begin + (items.at(-1)?.index ?? 0);
  const lineAt = useConsoleLines(run, asked, tail, first, last);

  /** What to scroll to once the stretch that holds it is laid out. */
  const goal = useRef<{ position: number; align: "start" | "center" | "end"; offset?: number } | null>(null);
  const go = (position: number, align: "start" | "center" | "end", offset?: number) => {
    const next = stretchAround(position, total, size);
    const inside = position >= begin && position < begin + count;
    goal.current = { position, align, offset };
    if (inside) settle();
    else setBegin(next);
  };
  /** The range in sight is the old one until the browser has scrolled. */
  const stale = useRef(true);
  const settle = () => {
    const target = goal.current;
    if (!target || target.position < begin || target.position >= begin + count) return;
    goal.current = null;
    stale.current = true;
    virtual.scrollToIndex(target.position - begin, { align: target.align });
    if (target.offset && scroller.current) scroller.current.scrollTop += target.offset;
  };
  useLayoutEffect(settle);

  useImperativeHandle(props.ref, () => ({
    show: (position) => go(position, "center"),
    showEnd: () => go(total - 1, "end"),
  }));

  // Wrapping changes every height: stay at the line that was on top.
  const wrapped = useRef(wrap);
  useLayoutEffect(() => {
    if (wrapped.current === wrap) return;
    wrapped.current = wrap;
    virtual.measure();
    const top = reader.current;
    goal.current = follow ? { position: total - 1, align: "end" } : { position: top, align: "start" };
    setBegin(stretchAround(top, total, size));
  });

  // Following keeps the end in sight: as lines come, as they are measured, as the window changes.
  const height = virtual.getTotalSize();
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!follow || !element || goal.current) return;
    if (begin + count < total) setBegin(Math.max(0, total - size));
    if (height > 0 || unfinished > 0) element.scrollTop = element.scrollHeight;
  }, [follow, height, unfinished, begin, count, total, size]);

  const lastTop = useRef(0);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    stale.current = false;
    const top = element.scrollTop;
    const atEnd = element.scrollHeight - top - element.clientHeight < AT_END && begin + count >= total;
    setAway(!atEnd);
    if (top < lastTop.current - 1 && !atEnd && follow && goal.current === null) onFollow(false);
    else if (atEnd && !follow && top > lastTop.current) onFollow(true);
    lastTop.current = top;
  };

  // The stretch moves along before the reader comes to its edge.
  useLayoutEffect(() => {
    const { range, scrollOffset } = virtual;
    if (!range || goal.current || stale.current) return;
    const top = begin + range.startIndex;
    reader.current = top;
    if (follow) return;
    const next = stretchFor(begin, top, begin + range.endIndex, total, size);
    if (next === begin) return;
    const item = virtual.measurementsCache[range.startIndex];
    goal.current = { position: top, align: "start", offset: item && (scrollOffset ?? 0) - item.start };
    setBegin(next);
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (follow) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [follow]);

  // Among some lines of the console the last one has the largest number.
  const digits = String(Math.max(total, (tail.lines.at(-1)?.line ?? 0) + 1)).length;
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="region"
        aria-label="Console"
        tabIndex={0}
        onScroll={onScroll}
        style={{ "--digits": `${digits}ch` } as CSSProperties}
      >
        <div className={`${styles.sheet} ${wrap ? styles.wrapped : ""}`} style={{ height }}>
          <div className={styles.lines} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map((item) => {
              const line = lineAt(begin + item.index);
              return (
                <ConsoleRow
                  key={begin + item.index}
                  ref={wrap ? virtual.measureElement : undefined}
                  index={item.index}
                  line={line}
                  wrap={wrap}
                  times={times}
                  theme={theme}
                  finder={props.finder}
                  chosen={line !== undefined && line.line === props.chosen}
                  onChoose={props.onChoose}
                />
              );
            })}
          </div>
        </div>
        {begin + count >= total && (
          <div className={styles.unfinished}>
            <UnfinishedLines
              lines={tail.unfinished}
              live={props.live}
              wrap={wrap}
              times={times}
              theme={theme}
              finder={props.finder}
            />
          </div>
        )}
      </div>
      {(away || (props.live && !follow)) && (
        <Button icon="toEnd" className={styles.end} onClick={props.onEnd}>
          {props.live ? "Follow" : "To the end"}
        </Button>
      )}
    </div>
  );
}
