import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { LINK_MIME } from "@/api/artifacts";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import styles from "./FileTree.module.css";
import type { FileNode } from "./fileTree";

const ROW = 28;

interface Props {
  rows: readonly FileNode[];
  isOpen(path: string): boolean;
  /** The file that is shown. */
  picked: string;
  onToggle(path: string): void;
  onPick(path: string): void;
}

/** Files as a tree that the arrow keys walk: → opens a folder, ← closes it or goes up, Enter shows a file. */
export function FileTree({ rows, isOpen, picked, onToggle, onPick }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState<string | null>(picked === "" ? null : picked);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.path ?? index,
    overscan: 12,
    paddingStart: 4,
    paddingEnd: 16,
  });
  const index = rows.findIndex(({ path }) => path === active);
  const at = rows.findIndex(({ path }) => path === picked);
  const shown = useRef("");
  useEffect(() => {
    // Once for each file that is shown: whoever scrolls on is left alone.
    if (at < 0 || shown.current === picked) return;
    shown.current = picked;
    virtual.scrollToIndex(at, { align: "auto" });
  }, [at, picked, virtual]);

  const moveTo = (next: number) => {
    const place = Math.max(0, Math.min(rows.length - 1, next));
    const row = rows[place];
    if (!row) return;
    setActive(row.path);
    virtual.scrollToIndex(place, { align: "auto" });
  };
  const act = (row: FileNode) => {
    setActive(row.path);
    if (row.children) onToggle(row.path);
    else onPick(row.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[index];
    const open = row?.children != null && isOpen(row.path);
    const moves: Record<string, () => void> = {
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index < 0 ? 0 : index - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      PageDown: () => moveTo(index + 15),
      PageUp: () => moveTo(index - 15),
      ArrowRight: () => {
        if (row?.children && !open) onToggle(row.path);
        else if (row?.children) moveTo(index + 1);
      },
      ArrowLeft: () => {
        if (row && open) onToggle(row.path);
        else if (row)
          moveTo(rows.findIndex(({ path }) => path === row.path.slice(0, row.path.lastIndexOf("/"))));
      },
      Enter: () => row && act(row),
      " ": () => row && act(row),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div
      ref={scroller}
      className={styles.tree}
      role="tree"
      tabIndex={0}
      aria-label="Files"
      aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => active === null && setActive(rows[0]?.path ?? null)}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const open = row.children !== null && isOpen(row.path);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys; a click is the mouse's way.
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-expanded={row.children ? open : undefined}
              aria-selected={row.path === picked}
              className={`${styles.row} ${item.index === index ? styles.active : ""}`}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 10 + row.depth * 16 }}
              title={row.path}
              onClick={() => act(row)}
            >
              <span className={styles.icon}>
                {row.children ? (
                  <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
                ) : (
                  <Icon name={row.file?.ref ? "link" : "note"} size={12} />
                )}
              </span>
              <span className={styles.name}>
                {row.name}
                {row.file?.mime === LINK_MIME && <span className={styles.target}> → {row.file.ref}</span>}
              </span>
              {row.children && (
                <span className={styles.count} title={plural(row.files, "file")}>
                  {formatCount(row.files)}
                </span>
              )}
              <span className={styles.size} data-number="">
                {row.file && row.file.size_bytes === null ? "" : formatBytes(row.size_bytes)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
