import { useState } from "react";
import { plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import styles from "./Diff.module.css";
import { type DiffFile, type DiffHunk, firstLines, lineCount } from "./diff";

/** A file longer than this starts closed; an open one shows this much at first. */
const CLOSED_FROM = 200;
const FIRST_LINES = 400;

const SIGN = { added: "+", removed: "\u2212", context: " ", note: "\\" } as const;

/** A unified diff, one foldable block a file. */
export function Diff({ files }: { files: readonly DiffFile[] }) {
  return (
    <ul className={styles.files}>
      {files.map((file, index) => (
        <li key={index}>
          <FileDiff file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileDiff({ file }: { file: DiffFile }) {
  const count = lineCount(file);
  const [open, setOpen] = useState(count > 0 && count <= CLOSED_FROM);
  const [all, setAll] = useState(false);
  const hunks = all ? file.hunks : firstLines(file.hunks, FIRST_LINES);
  return (
    <div>
      <button type="button" className={styles.file} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        <span className={styles.path}>
          {file.from && <span className={styles.from}>{file.from} → </span>}
          {file.path}
        </span>
        {file.change !== "modified" && <span className={styles.change}>{file.change}</span>}
        {file.binary && <span className={styles.change}>binary</span>}
        {file.added > 0 && <span className={styles.plus}>+{file.added}</span>}
        {file.removed > 0 && <span className={styles.minus}>−{file.removed}</span>}
      </button>
      {open && (
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={`Changes of ${file.path}`}>
          {count === 0 && <p className={styles.empty}>No lines changed.</p>}
          {count > 0 && (
            <table className={styles.lines}>
              {hunks.map((hunk, index) => (
                <Hunk key={index} hunk={hunk} />
              ))}
            </table>
          )}
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

function Hunk({ hunk }: { hunk: DiffHunk }) {
  return (
    <tbody>
      <tr className={styles.hunk}>
        <td className={styles.number} />
        <td className={styles.number} />
        <td className={styles.text}>{hunk.heading || "…"}</td>
      </tr>
      {hunk.lines.map((line, index) => (
        <tr key={index} className={styles[line.kind]}>
          <td className={styles.number}>{line.before}</td>
          <td className={styles.number}>{line.after}</td>
          <td className={styles.text}>
            <span className={styles.sign}>{SIGN[line.kind]}</span>
            {line.text}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
