import type { RunDetail } from "@/api/types";
import { formatCount } from "@/format/number";
import { Link } from "@/route/Link";
import { Card } from "@/ui/Card";
import styles from "./LineageCard.module.css";

const ROW = 30;
const INDENT = 22;
const DOT = 4;

interface Place {
  id: string;
  label: string;
  note: string;
  depth: number;
}

/** Where the run was forked from, and what was forked from it, drawn as a tree. */
export function LineageCard({ run }: { run: RunDetail }) {
  if (!run.parent && run.children.length === 0) return null;
  const places = placesOf(run);
  const own = run.parent ? 1 : 0;
  return (
    <Card title="Lineage">
      <div className={styles.tree}>
        <svg
          className={styles.drawing}
          width={xOf(2) + INDENT}
          height={places.length * ROW}
          aria-hidden="true"
        >
          {places.map(({ id, depth }, row) => (
            <g key={id}>
              {row > 0 && <path d={branch(depth, row <= own ? 0 : own, row)} className={styles.branch} />}
              <circle
                cx={xOf(depth)}
                cy={yOf(row)}
                r={row === own ? DOT + 1 : DOT}
                className={row === own ? styles.own : styles.other}
              />
            </g>
          ))}
        </svg>
        <ol>
          {places.map(({ id, label, note, depth }, row) => (
            <li
              key={id}
              style={{ height: ROW, paddingLeft: xOf(depth) + 14 }}
              aria-current={row === own || undefined}
            >
              {row === own ? (
                <span>{label}</span>
              ) : (
                <Link className={styles.link} to={{ page: "run", project: run.project, run: id }}>
                  {label}
                </Link>
              )}
              <span className={styles.quiet} title={note}>
                {note}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}

function placesOf(run: RunDetail): Place[] {
  const { parent, children } = run;
  const depth = parent ? 1 : 0;
  return [
    ...(parent
      ? [
          {
            id: parent.id,
            label: parent.display_id || parent.id,
            note: `forked at step ${formatCount(parent.step)}`,
            depth: 0,
          },
        ]
      : []),
    { id: run.id, label: run.display_id, note: "this run", depth },
    ...children.map((child) => ({
      id: child.id,
      label: child.display_id,
      note: `${child.name} · from step ${formatCount(child.step)}`,
      depth: depth + 1,
    })),
  ];
}

const xOf = (depth: number): number => 8 + depth * INDENT;
const yOf = (row: number): number => row * ROW + ROW / 2;

/** From the dot above down, and around the corner to its fork. */
function branch(depth: number, from: number, row: number): string {
  const [x, y] = [xOf(depth - 1), yOf(row)];
  return `M${x} ${yOf(from) + DOT}V${y - 8}Q${x} ${y} ${x + 8} ${y}H${xOf(depth) - DOT}`;
}
