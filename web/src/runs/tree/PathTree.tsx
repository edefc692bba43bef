import { useState } from "react";
import { useMay } from "@/access/rights";
import { withKey } from "@/app/bindings";
import { formatCount } from "@/format/number";
import type { ProjectNode } from "@/projects/tree";
import { isGuest } from "@/sharing/guest";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { usePlace } from "../places/view";
import styles from "./PathTree.module.css";
import { runsIn, treeRows } from "./rows";
import { TreeMenu } from "./TreeMenu";
import { useTree } from "./treeStore";
import { useMoveProject } from "./useMoveProject";
import { useTreeDrag } from "./useTreeDrag";

const INDENT_PX = 14;

interface Props {
  root: ProjectNode;
  onClose(): void;
}

/** The projects under this one: a click keeps the table to one of them, a drag moves it. */
export function PathTree({ root, onClose }: Props) {
  const { place, under, setUnder } = usePlace();
  const { folded, fold } = useTree();
  const [search, setSearch] = useState("");
  const pattern = compilePattern(search);
  const may = useMay();
  const move = useMoveProject(root.path);
  const drag = useTreeDrag((path, next) => void move(path, next));
  const rows = treeRows(root, folded, search === "" ? null : pattern.matches);
  return (
    <>
      <button type="button" className={styles.scrim} aria-label="Close the tree" onClick={onClose} />
      <nav className={styles.tree} aria-label="Projects under this one">
        <div className={styles.tools}>
          <SearchBox
            label="Search projects (regex)"
            value={search}
            invalid={pattern.invalid}
            onChange={setSearch}
          />
          <IconButton icon="tree" label={withKey("Hide the tree", "toggleTree")} onClick={onClose} />
        </div>
        <ul className={styles.rows} tabIndex={0} aria-label="Projects">
          {rows.map(({ node, depth, open }) => {
            const current = node.path === (under || root.path);
            const isRoot = node === root;
            return (
              <li
                key={node.path}
                data-path={node.path}
                className={`${styles.row} ${current ? styles.current : ""} ${drag.over === node.path ? styles.over : ""} ${
                  drag.dragged === node.path ? styles.dragged : ""
                }`}
                style={{ paddingLeft: depth * INDENT_PX }}
              >
                {node.children.length > 0 && search === "" ? (
                  <button
                    type="button"
                    className={styles.fold}
                    aria-expanded={open}
                    aria-label={`What lies under ${node.path}`}
                    onClick={() => fold(node.path)}
                  >
                    <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
                  </button>
                ) : (
                  <span className={styles.fold} />
                )}
                <button
                  type="button"
                  className={styles.name}
                  aria-current={current ? "true" : undefined}
                  title={node.path}
                  onPointerDown={(event) =>
                    !isRoot && may("editor", node.path) && drag.begin(event, node.path)
                  }
                  onClick={() => !drag.wasDrag() && setUnder(isRoot ? "" : node.path)}
                >
                  {isRoot ? node.path : node.name}
                </button>
                {node.running > 0 && (
                  <span className={styles.running} title={`${node.running} running`}>
                    <span className="visually-hidden">{node.running} running</span>
                  </span>
                )}
                <span className={styles.count} data-number="">
                  {formatCount(runsIn(node, place))}
                </span>
                {!isGuest && (
                  <TreeMenu node={node} place={place} onMove={(path, next) => void move(path, next)} />
                )}
              </li>
            );
          })}
        </ul>
        {rows.length === 0 && <p className={styles.none}>No project matches “{search}”.</p>}
      </nav>
    </>
  );
}
