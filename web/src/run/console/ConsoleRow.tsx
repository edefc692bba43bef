import { memo, type Ref, useMemo } from "react";
import type { ConsoleLine } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatClock, formatDateTime } from "@/format/time";
import type { Theme } from "@/theme/theme";
import { parseAnsi } from "./ansi";
import styles from "./ConsoleRow.module.css";
import { cutAtSpans, type Finder } from "./find";
import { cssOf } from "./palette";

/** A line longer than this is cut: one line of a megabyte would stop the page. The download has all of it. */
const LONGEST = 4_000;

interface Props {
  ref?: Ref<HTMLDivElement>;
  index: number;
  line: ConsoleLine | undefined;
  wrap: boolean;
  times: boolean;
  theme: Theme;
  finder: Finder;
  chosen: boolean;
  onChoose(line: number): void;
}

export const ConsoleRow = memo(ConsoleRowOf, (a, b) => {
  return (
    a.index === b.index &&
    a.ref === b.ref &&
    a.line?.line === b.line?.line &&
    a.line?.text === b.line?.text &&
    a.wrap === b.wrap &&
    a.times === b.times &&
    a.theme === b.theme &&
    a.finder === b.finder &&
    a.chosen === b.chosen
  );
});

function ConsoleRowOf({ ref, index, line, wrap, times, theme, finder, chosen, onChoose }: Props) {
  if (!line) {
    return (
      <div ref={ref} data-index={index} className={styles.row}>
        <span className={styles.waiting} />
      </div>
    );
  }
  const stderr = line.stream === "stderr";
  const told = [stderr && "stderr", line.level, line.logger].filter(Boolean).join(", ");
  return (
    <div
      ref={ref}
      data-index={index}
      data-line={line.line}
      data-level={line.level ?? undefined}
      className={`${styles.row} ${wrap ? styles.wrap : ""} ${chosen ? styles.chosen : ""}`}
    >
      <button
        type="button"
        tabIndex={-1}
        className={`${styles.number} ${stderr ? styles.stderr : ""}`}
        title={told || undefined}
        aria-label={[`Line ${line.line + 1}`, told].filter(Boolean).join(", ")}
        aria-pressed={chosen}
        onClick={() => onChoose(line.line)}
      >
        {line.line + 1}
      </button>
      {times && (
        <time className={styles.time} title={formatDateTime(line.time)}>
          {formatClock(line.time)}
        </time>
      )}
      <LineText text={line.text} theme={theme} finder={finder} chosen={chosen} />
    </div>
  );
}

/** The text of a line in its colours, with what was found in it. */
export function LineText({
  text,
  theme,
  finder,
  chosen,
}: {
  text: string;
  theme: Theme;
  finder: Finder;
  chosen: boolean;
}) {
  const parts = useMemo(() => parseAnsi(text.length > LONGEST ? text.slice(0, LONGEST) : text), [text]);
  const pieces = useMemo(() => {
    const plain = parts.map((part) => part.text).join("");
    return cutAtSpans(parts, finder(plain));
  }, [parts, finder]);
  return (
    <span className={styles.text}>
      {pieces.map(({ part, text: piece, found }, index) =>
        found ? (
          <mark key={index} className={chosen ? styles.now : styles.found}>
            {piece}
          </mark>
        ) : (
          <span key={index} style={cssOf(part.style, theme)}>
            {piece}
          </span>
        ),
      )}
      {text.length > LONGEST && (
        <span className={styles.cut}>
          {" "}
          … {formatCount(text.length - LONGEST)} more characters in the download
        </span>
      )}
    </span>
  );
}
