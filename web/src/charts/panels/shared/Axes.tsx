import styles from "./Shared.module.css";

interface Props {
  ticks: readonly { at: number; label: string }[];
  /** What the axis is about. */
  name: string;
  /** The area of the plot. */
  area: Area;
}

export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the titles of panels begin. */
const TITLE_LEFT = 12;
const MAX_LABEL = 16;
const short = (text: string): string => (text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1)}…` : text);

export function BottomAxis({ ticks, name, area }: Props) {
  return (
    <g>
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <line className={styles.grid} x1={at} x2={at} y1={area.top} y2={area.bottom} />
          <text className={styles.label} x={at} y={area.bottom + 14} textAnchor="middle">
            {short(label)}
          </text>
        </g>
      ))}
      <text className={styles.axis} x={(area.left + area.right) / 2} y={area.bottom + 29} textAnchor="middle">
        {name}
      </text>
    </g>
  );
}

export function LeftAxis({ ticks, name, area }: Props) {
  return (
    <g>
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <line className={styles.grid} x1={area.left} x2={area.right} y1={at} y2={at} />
          <text className={styles.label} x={area.left - 6} y={at + 4} textAnchor="end">
            {short(label)}
          </text>
        </g>
      ))}
      <text className={styles.axis} x={TITLE_LEFT} y={area.top - 6}>
        {name}
      </text>
    </g>
  );
}
