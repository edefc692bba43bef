import { type KeyboardEvent, type Ref, useState } from "react";
import { apiUrl, segment } from "@/api/client";
import { formatCount, plural } from "@/format/number";
import type { SetView } from "@/route/navigation";
import type { ViewState } from "@/route/search";
import { IconButton } from "@/ui/Button";
import { DownloadLink } from "@/ui/DownloadLink";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import styles from "./ConsoleToolbar.module.css";
import { type consoleView, LEVELS } from "./consoleView";
import { isBrokenPattern } from "./find";
import { readMoment } from "./moment";
import type { ConsoleSearch } from "./useConsoleSearch";

const STREAMS = [
  { value: "both", label: "Both" },
  { value: "stdout", label: "stdout" },
  { value: "stderr", label: "stderr" },
] as const;

type State = ViewState<typeof consoleView>;

interface Props {
  run: string;
  view: State;
  onChange: SetView<State>;
  search: ConsoleSearch;
  /** Which match is the chosen line; −1 for none. */
  current: number;
  inputRef: Ref<HTMLInputElement>;
  onMatch(step: 1 | -1): void;
  onLine(line: number): void;
  /** When the run began, from which `@` counts. */
  began: number;
  onTime(time: number): void;
  total: number;
}

export function ConsoleToolbar({
  run,
  view,
  onChange,
  search,
  current,
  inputRef,
  onMatch,
  onLine,
  began,
  onTime,
  total,
}: Props) {
  const [refused, setRefused] = useState("");
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    const said = event.target.value;
    const line = /^:(\d+)$/.exec(said);
    const moment = readMoment(said, began);
    if (line) onLine(Number(line[1]));
    else if (moment !== null) onTime(moment);
    else if (isPlace(said)) setRefused(said);
    else onMatch(event.shiftKey ? -1 : 1);
  };
  const searching = view.find !== "";
  return (
    <div className={styles.bar}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the search box steps through what it found. */}
      <div className={styles.search} onKeyDown={onKeyDown} onInput={() => setRefused("")}>
        <SearchBox
          label="Search, :line or @time"
          value={view.find}
          delay={250}
          inputRef={inputRef}
          invalid={refused !== ""}
          onChange={(find) => onChange({ find: isPlace(find) ? "" : find }, "replace")}
        />
        {refused !== "" && (
          <span className={styles.count} role="status">
            {refused.startsWith(":")
              ? "No line: it is written :120"
              : "No time: it is written @14:03 or @+1h20m"}
          </span>
        )}
        {isBrokenPattern(view.find) && (
          <span className={styles.count} role="status" title="It is no valid regular expression">
            searched as plain text
          </span>
        )}
        {searching && (
          <>
            <span className={styles.count} role="status" title={search.failure ?? undefined}>
              {countOf(search, current)}
            </span>
            {isUnderWay(search) && (
              <IconButton
                icon={search.halted ? "play" : "pause"}
                small
                label={search.halted ? "Go on searching" : "Stop searching"}
                onClick={search.toggle}
              />
            )}
            <IconButton
              icon="chevronUp"
              small
              label="Previous match"
              disabled={search.found.length === 0}
              onClick={() => onMatch(-1)}
            />
            <IconButton
              icon="chevronDown"
              small
              label="Next match"
              disabled={search.found.length === 0}
              onClick={() => onMatch(1)}
            />
          </>
        )}
      </div>
      <div className={styles.tools}>
        <span className={styles.total}>{plural(total, "line")}</span>
        <Select
          label="Level"
          value={view.level}
          options={LEVELS}
          onChange={(level) => onChange({ level, line: 0 }, "replace")}
        />
        <Segmented
          label="Stream"
          value={view.stream}
          options={STREAMS}
          onChange={(stream) => onChange({ stream, line: 0 }, "replace")}
        />
        <IconButton
          icon="clock"
          label="Show times"
          aria-pressed={view.times}
          onClick={() => onChange({ times: !view.times }, "replace")}
        />
        <IconButton
          icon="wrap"
          label="Wrap long lines"
          aria-pressed={view.wrap}
          onClick={() => onChange({ wrap: !view.wrap }, "replace")}
        />
        <DownloadLink
          href={apiUrl(`runs/${segment(run)}/console.txt`)}
          name={`${run}-console.txt`}
          label="Download the console"
        />
      </div>
    </div>
  );
}

/** Whether a text is meant as a place of the console: it is nothing to be searched for. */
const isPlace = (text: string): boolean => /^[:@]/.test(text);

const isUnderWay = ({ scanned, total, stopped, failure }: ConsoleSearch): boolean =>
  failure === null && !stopped && total > 0 && scanned < total;

/** "3 of 12", and how far the search has come while it goes on. */
function countOf({ found, scanned, total, stopped, failure }: ConsoleSearch, current: number): string {
  const count = `${formatCount(found.length)}${stopped ? "+" : ""}`;
  const matches =
    current >= 0
      ? `${formatCount(current + 1)} of ${count}`
      : found.length === 1
        ? "1 line"
        : `${count} lines`;
  if (failure !== null) return `${matches} · search failed`;
  if (stopped || (total > 0 && scanned >= total)) return found.length === 0 ? "no match" : matches;
  return `${matches} · ${total === 0 ? 0 : Math.floor((100 * scanned) / total)}%`;
}
