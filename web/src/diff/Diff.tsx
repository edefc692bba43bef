import { useRef, useState } from "react";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { Icon } from "@/ui/Icon";
import { useWidth } from "@/ui/width";
import styles from "./Diff.module.css";
import { type DiffFile, firstLines, lineCount } from "./diff";
import { diffView } from "./diffView";
import { SplitLines } from "./SplitLines";
import { UnifiedLines } from "./UnifiedLines";

/** A file longer than this starts closed; an open one shows this much at first. */
const CLOSED_FROM = 200;
const FIRST_LINES = 400;

/** Two columns of code need this many pixels. */
const SPLIT_FROM = 900;

/** A diff, one foldable block a file. */
export function Diff({ files }: { files: readonly DiffFile[] }) {
  const [{ diff: layout }] = useView(diffView);
  const list = useRef<HTMLUListElement>(null);
  const width = useWidth(list);
  const split = layout === "split" || (layout === "auto" && width >= SPLIT_FROM);
  return (
    <ul ref={list} className={styles.files}>
      {files.map((file, index) => (
        <li key={index}>
          <FileDiff file={file} split={split} />
        </li>
      ))}
    </ul>
  );
}

function FileDiff({ file, split }: { file: DiffFile; split: boolean }) {
  const count = lineCount(file);
  const [open, setOpen] = useState(file.note !== "" || (count > 0 && count <= CLOSED_FROM));
  const [all, setAll] = useState(false);
  const hunks = all ? file.hunks : firstLines(file.hunks, FIRST_LINES);
  const Lines = split ? SplitLines : UnifiedLines;
  return (
    <div>
      <button type="button" className={styles.file} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        <span className={styles.path}>
          {file.from && <span className={styles.from}>{file.from} → </span>}
          {file.path}
        </span>
        {file.ofPatches && (
          <span className={styles.change}>both changed it: the difference of the patches</span>
        )}
        {file.change !== "modified" && <span className={styles.change}>{file.change}</span>}
        {file.binary && <span className={styles.change}>binary</span>}
        {file.added > 0 && <span className={styles.plus}>+{file.added}</span>}
        {file.removed > 0 && <span className={styles.minus}>−{file.removed}</span>}
      </button>
      {open && (
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={`Changes of ${file.path}`}>
          {count === 0 && <p className={styles.empty}>{file.note || "No lines changed."}</p>}
          {count > 0 && <Lines hunks={hunks} />}
          {!all && count > FIRST_LINES && (
            <button type="button" className={styles.more} onClick={() => setAll(true)}>
              Show {plural(count - FIRST_LINES, "more line")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
