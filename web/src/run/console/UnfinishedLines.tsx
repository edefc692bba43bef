import type { UnfinishedLine } from "@/api/types";
import { formatClock, formatDateTime } from "@/format/time";
import type { Theme } from "@/theme/theme";
import { LineText } from "./ConsoleRow";
import row from "./ConsoleRow.module.css";
import type { Finder } from "./find";

interface Props {
  lines: readonly UnfinishedLine[];
  live: boolean;
  wrap: boolean;
  times: boolean;
  theme: Theme;
  finder: Finder;
}

/** What the run is still at, such as a progress bar: below all lines that are done, without a number. */
export function UnfinishedLines({ lines, live, wrap, times, theme, finder }: Props) {
  const told = live ? "Not done yet: it changes" : "As it stood when the run ended";
  return lines.map((line, index) => (
    <div key={index} data-unfinished="" className={`${row.row} ${wrap ? row.wrap : ""}`}>
      <span className={`${row.number} ${line.stream === "stderr" ? row.stderr : ""}`} title={told}>
        …
      </span>
      {times && (
        <time className={row.time} title={formatDateTime(line.time)}>
          {formatClock(line.time)}
        </time>
      )}
      <LineText text={line.text} theme={theme} finder={finder} chosen={false} />
    </div>
  ));
}
