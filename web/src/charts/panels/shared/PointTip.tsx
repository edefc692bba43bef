import { createPortal } from "react-dom";
import tip from "../../lines/Tooltip.module.css";

export interface Tip {
  left: number;
  top: number;
  title: string;
  rows: readonly (readonly [name: string, value: string])[];
}

const OFFSET = 14;

/** What is under the pointer, in figures. Lies on the page's body: a panel clips what is positioned inside it. */
export function PointTip({ left, top, title, rows }: Tip) {
  const flip = left > window.innerWidth - 260;
  return createPortal(
    <div
      className={tip.tooltip}
      role="tooltip"
      style={{
        [flip ? "right" : "left"]: flip ? window.innerWidth - left + OFFSET : left + OFFSET,
        top: Math.min(top + OFFSET, window.innerHeight - 30 - rows.length * 20),
      }}
    >
      <div className={tip.head}>
        <span>{title}</span>
      </div>
      <table className={tip.table}>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>,
    document.body,
  );
}
