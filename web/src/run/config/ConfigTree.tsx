import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import styles from "./ConfigTree.module.css";
import { ConfigTreeRow } from "./ConfigTreeRow";
import type { ConfigRow } from "./tree";

const ROW_HEIGHT = 28;

interface Props {
  rows: readonly ConfigRow[];
  /** What it is called, if it is no config. */
  label?: string;
  onToggle(path: string): void;
}

/** The config as a tree that the arrow keys walk: → opens, ← closes or goes up. */
export function ConfigTree({ rows, label = "Config", onToggle }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.node.path ?? index,
    overscan: 12,
    paddingStart: 6,
    paddingEnd: 24,
  });
  const index = rows.findIndex((row) => row.node.path === active);

  const moveTo = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    setActive(row.node.path);
    virtual.scrollToIndex(rows.indexOf(row), { align: "auto" });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[index];
    switch (event.key) {
      case "ArrowDown":
        moveTo(index + 1);
        break;
      case "ArrowUp":
        moveTo(index < 0 ? 0 : index - 1);
        break;
      case "Home":
        moveTo(0);
        break;
      case "End":
        moveTo(rows.length - 1);
        break;
      case "ArrowRight":
        if (row?.openable && !row.open) onToggle(row.node.path);
        else if (row?.node.children) moveTo(index + 1);
        break;
      case "ArrowLeft":
        if (row?.open) onToggle(row.node.path);
        else if (row) moveTo(parentOf(rows, index));
        break;
      case "Enter":
      case " ":
        // A button within the row answers for itself.
        if (event.target !== scroller.current) return;
        if (row?.openable) onToggle(row.node.path);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={styles.tree}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => active === null && setActive(rows[0]?.node.path ?? null)}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <ConfigTreeRow
                key={item.key}
                ref={virtual.measureElement}
                id={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                row={row}
                active={item.index === index}
                onPick={() => setActive(row.node.path)}
                onToggle={() => onToggle(row.node.path)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function parentOf(rows: readonly ConfigRow[], index: number): number {
  const depth = rows[index]?.node.depth ?? 0;
  for (let above = index - 1; above >= 0; above -= 1) {
    if ((rows[above]?.node.depth ?? 0) < depth) return above;
  }
  return index;
}
