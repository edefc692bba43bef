import { formatCount } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Icon } from "@/ui/Icon";
import { useNow } from "@/ui/now";
import styles from "./ProjectsPage.module.css";
import type { ProjectNode } from "./tree";

interface Props {
  nodes: readonly ProjectNode[];
  folded: readonly string[];
  onToggle(path: string): void;
}

const INDENT_PX = 18;

/** The projects as a table whose first column is a tree. */
export function ProjectTree({ nodes, folded, onToggle }: Props) {
  const now = useNow();
  const rows = flatten(nodes, folded, 0);
  return (
    <div className={styles.tree} role="table" aria-label="Projects">
      <div className={`${styles.row} ${styles.labels}`} role="row">
        <span role="columnheader" style={{ paddingLeft: 24 }}>
          Project
        </span>
        <span role="columnheader">
          <span className="visually-hidden">Running</span>
        </span>
        <span role="columnheader" className={styles.number}>
          Runs
        </span>
        <span role="columnheader" className={styles.number}>
          Active
        </span>
      </div>
      {rows.map(({ node, depth, open }) => (
        <div key={node.path} className={styles.row} role="row">
          <span className={styles.cell} role="rowheader" style={{ paddingLeft: depth * INDENT_PX }}>
            {node.children.length > 0 ? (
              <button
                type="button"
                className={styles.fold}
                aria-expanded={open}
                aria-label={`What lies under ${node.path}`}
                onClick={() => onToggle(node.path)}
              >
                <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
              </button>
            ) : (
              <span className={styles.fold} />
            )}
            <Link to={{ page: "charts", project: node.path }} className={styles.name}>
              {node.name}
            </Link>
          </span>
          <span role="cell" className={styles.status}>
            {node.running > 0 && (
              <span className={styles.running} title={`${node.running} running`}>
                <span className={styles.dot} />
                <span>{node.running} running</span>
              </span>
            )}
          </span>
          <span role="cell" className={styles.number} data-number="">
            {formatCount(node.runs)}
          </span>
          <span
            role="cell"
            className={styles.number}
            data-number=""
            title={node.lastActivity === null ? undefined : formatDateTime(node.lastActivity)}
          >
            {node.lastActivity === null ? "" : formatAgo(node.lastActivity, now)}
          </span>
        </div>
      ))}
    </div>
  );
}

interface Row {
  node: ProjectNode;
  depth: number;
  open: boolean;
}

function flatten(nodes: readonly ProjectNode[], folded: readonly string[], depth: number): Row[] {
  return nodes.flatMap((node) => {
    const open = !folded.includes(node.path);
    return [{ node, depth, open }, ...(open ? flatten(node.children, folded, depth + 1) : [])];
  });
}
