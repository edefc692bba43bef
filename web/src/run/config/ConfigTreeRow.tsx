import type { Ref } from "react";
import { plural } from "@/format/number";
import { CopyButton } from "@/ui/Code";
import { Icon } from "@/ui/Icon";
import styles from "./ConfigTree.module.css";
import { toJsonText } from "./json";
import { type ConfigNode, type ConfigRow, oneLine } from "./tree";

interface Props {
  ref: Ref<HTMLDivElement>;
  id: string;
  index: number;
  top: number;
  row: ConfigRow;
  active: boolean;
  onPick(): void;
  onToggle(): void;
}

export function ConfigTreeRow({ ref, id, index, top, row, active, onPick, onToggle }: Props) {
  const { node } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys; a click is the mouse's way.
    <div
      ref={ref}
      id={id}
      data-index={index}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={row.openable ? row.open : undefined}
      aria-selected={active}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 12 + node.depth * 20 }}
      onClick={onPick}
    >
      <div className={styles.line}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the tree's keys do the same. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree's keys do the same. */}
        <span className={styles.fold} onClick={row.openable ? onToggle : undefined}>
          {row.openable && <Icon name={row.open ? "chevronDown" : "chevronRight"} size={12} />}
          <span className={styles.key}>{node.key}</span>
        </span>
        {!(row.open && node.long) && <Value node={node} />}
        <span className={styles.tools}>
          <CopyButton icon="hash" text={node.path} label={`Copy the key ${node.path}`} />
          <CopyButton text={asText(node)} label="Copy the value" />
        </span>
      </div>
      {row.open && node.long && <div className={`${styles.block} ${styles.text}`}>{String(node.value)}</div>}
    </div>
  );
}

function Value({ node }: { node: ConfigNode }) {
  if (node.children) {
    const noun = node.kind === "list" ? "item" : "key";
    return <span className={styles.size}>{plural(node.children.length, noun)}</span>;
  }
  return <span className={`${styles.value} ${styles[node.kind]}`}>{oneLine(node.value)}</span>;
}

const asText = ({ value }: ConfigNode): string => (typeof value === "string" ? value : toJsonText(value));
