import { useMemo, useState } from "react";
import type { Json } from "@/api/types";
import { ConfigTree } from "@/run/config/ConfigTree";
import { buildTree, countLeaves, visibleRows } from "@/run/config/tree";
import styles from "./Values.module.css";

/** So many values start with everything open. */
const OPEN_UP_TO = 60;
const ROW = 28;
const MOST_PX = 460;

/** Nested values as a tree that the arrow keys walk. */
export function Values({ label, values }: { label: string; values: { [key: string]: Json } }) {
  const tree = useMemo(() => buildTree(values), [values]);
  const allOpen = useMemo(() => countLeaves(tree) <= OPEN_UP_TO, [tree]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () => visibleRows(tree, (node) => (!node.long && allOpen) !== toggled.has(node.path)),
    [tree, allOpen, toggled],
  );
  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  return (
    <div className={styles.box} style={{ height: Math.min(MOST_PX, rows.length * ROW + 34) }}>
      <ConfigTree label={label} rows={rows} onToggle={toggle} />
    </div>
  );
}
