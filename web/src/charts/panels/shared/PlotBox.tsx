import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ExportTable, TellReport } from "../kind";
import styles from "./Shared.module.css";

interface Props {
  /** In words, for who cannot see it. */
  label: string;
  height: number;
  /** How the question for the data is getting on. */
  asked: { pending: boolean; error: Error | null };
  /** What is missing before anything can be drawn, in words; empty if nothing. */
  lacks: string;
  /** Said beneath. */
  note?: string;
  /** The picture has parts that one can act on. */
  interactive?: boolean;
  onReport: TellReport;
  table(): ExportTable;
  children(width: number, height: number): ReactNode;
}

const NOTE_PX = 18;

/** The picture of a panel about many runs, with what is to be said about its data; offers it as files. */
export function PlotBox({
  label,
  height,
  asked,
  lacks,
  note = "",
  interactive,
  onReport,
  table,
  children,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  const latest = useRef(table);
  latest.current = table;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const resizer = new ResizeObserver(() => setWidth(element.clientWidth));
    resizer.observe(element);
    return () => resizer.disconnect();
  }, []);
  const empty = lacks !== "" || asked.error !== null || asked.pending;
  useEffect(() => {
    onReport({
      mark: "",
      value: "",
      svg: empty
        ? null
        : async () => {
            const { drawnSvg } = await import("../../export/drawnSvg");
            return svg.current ? drawnSvg(svg.current) : "";
          },
      table: empty ? null : async () => latest.current(),
      links: () => [],
    });
  }, [empty, onReport]);
  const drawn = height - (note === "" ? 0 : NOTE_PX);
  return (
    <div ref={box} className={styles.panel} style={{ height }}>
      {empty ? (
        <p className={styles.state}>{asked.error?.message ?? (asked.pending ? "" : lacks)}</p>
      ) : (
        width > 0 && (
          <svg
            ref={svg}
            className={styles.svg}
            width={width}
            height={drawn}
            viewBox={`0 0 ${width} ${drawn}`}
            role={interactive ? "group" : "img"}
            aria-label={label}
            data-ready="true"
          >
            {children(width, drawn)}
          </svg>
        )
      )}
      {note !== "" && !empty && (
        <p className={styles.note} title={note}>
          {note}
        </p>
      )}
    </div>
  );
}
