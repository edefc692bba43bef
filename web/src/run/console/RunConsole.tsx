import { useEffect, useMemo, useRef, useState } from "react";
import { type ConsoleLinesAsked, getConsole } from "@/api/queries";
import { type Command, useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { useView } from "@/route/navigation";
import { Button } from "@/ui/Button";
import { Failure, Notice } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { ConsoleLines, type ConsoleLinesHandle } from "./ConsoleLines";
import { ConsoleToolbar } from "./ConsoleToolbar";
import { consoleView, LEVELS } from "./consoleView";
import { neighbour } from "./scan";
import { useConsoleTail } from "./useConsoleLines";
import { useConsoleSearch } from "./useConsoleSearch";
import { firstPosition } from "./windows";

export function RunConsole({ run }: RunTabProps) {
  const [view, change] = useView(consoleView);
  const asked = useMemo<ConsoleLinesAsked>(
    () => ({
      stream: view.stream === "both" ? undefined : view.stream,
      level: view.level === "all" ? undefined : view.level,
    }),
    [view.stream, view.level],
  );
  const filtered = asked.stream !== undefined || asked.level !== undefined;
  const tail = useConsoleTail(run.id, asked);
  const live = run.state === "running";
  const [follow, setFollow] = useState(view.line === 0);
  const lines = useRef<ConsoleLinesHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  const reader = useRef(0);
  const total = tail.data?.total ?? 0;
  const search = useConsoleSearch(run.id, asked, view.find, total, reader);
  const current = search.found.findIndex((match) => match.line === view.line - 1);

  const toPosition = (position: number, line: number) => {
    setFollow(false);
    lines.current?.show(position);
    change({ line: line + 1 }, "replace");
  };
  const toMatch = (step: 1 | -1) => {
    const from = search.found[current]?.position ?? reader.current - (step === 1 ? 1 : 0);
    const match = neighbour(search.found, from, step);
    if (match) toPosition(match.position, match.line);
  };
  const toNext = () => toMatch(1);
  const toPrevious = () => toMatch(-1);
  const toEnd = () => {
    setFollow(true);
    lines.current?.showEnd();
    change({ line: 0 }, "replace");
  };
  const toStart = () => {
    setFollow(false);
    lines.current?.show(0);
  };
  const toLine = async (line: number) => {
    const lineAt = async (position: number) =>
      (await getConsole(run.id, { first: position, limit: 1, ...asked })).lines[0]?.line ?? 0;
    const wanted = Math.max(0, line - 1);
    const position = filtered
      ? await firstPosition(total, async (each) => (await lineAt(each)) >= wanted)
      : Math.min(total - 1, wanted);
    // Among some lines the one may be missing: the next one is chosen instead.
    toPosition(position, filtered ? await lineAt(position) : position);
  };

  const toTime = async (time: number) => {
    const at = async (position: number) =>
      (await getConsole(run.id, { first: position, limit: 1, ...asked })).lines[0];
    const position = await firstPosition(total, async (each) => ((await at(each))?.time ?? Infinity) >= time);
    const line = await at(position);
    if (line) toPosition(position, line.line);
  };

  // The line in the address, once the console is there. Afterwards the reader leads, and the address follows.
  const arrived = useRef(false);
  const loaded = tail.data !== undefined;
  useEffect(() => {
    if (!loaded || arrived.current) return;
    arrived.current = true;
    if (view.line > 0) void toLine(view.line);
  });

  const find = () => input.current?.focus();
  const commands: (Command | false)[] = [
    { name: "Search the console", keys: "searchConsole", run: () => void setTimeout(() => setTimeout(find)) },
    search.found.length > 0 && { name: "Next line found", keys: "nextFound", run: toNext },
    search.found.length > 0 && { name: "Previous line found", keys: "previousFound", run: toPrevious },
    { name: "First line", keys: "firstLine", run: toStart },
    { name: live ? "Last line, and follow" : "Last line", keys: "lastLine", run: toEnd },
    {
      name: view.wrap ? "Do not wrap long lines" : "Wrap long lines",
      keys: "toggleWrap",
      run: () => change({ wrap: !view.wrap }, "replace"),
    },
    {
      name: view.times ? "Hide times" : "Show times",
      keys: "toggleTimes",
      run: () => change({ times: !view.times }, "replace"),
    },
    ...(["both", "stdout", "stderr"] as const)
      .filter((each) => each !== view.stream)
      .map((each) => ({
        name: each === "both" ? "Lines of stdout and stderr" : `Lines of ${each} only`,
        run: () => change({ stream: each, line: 0 }, "replace"),
      })),
    ...LEVELS.filter((each) => each.value !== view.level).map(({ value, label }) => ({
      name: value === "all" ? "Lines of every level" : `Lines of level: ${label}`,
      run: () => change({ level: value, line: 0 }, "replace"),
    })),
  ];
  useCommands(commands.filter((command) => command !== false));
  useShortcuts({
    searchConsole: find,
    nextFound: toNext,
    previousFound: toPrevious,
    toggleWrap: () => change({ wrap: !view.wrap }, "replace"),
    toggleTimes: () => change({ times: !view.times }, "replace"),
    lastLine: toEnd,
    firstLine: toStart,
  });

  if (tail.error && !tail.data) {
    return (
      <div className={page.scroll}>
        <Failure error={tail.error} inline onRetry={() => void tail.refetch()} />
      </div>
    );
  }
  return (
    <>
      <ConsoleToolbar
        run={run.id}
        view={view}
        onChange={change}
        search={search}
        current={current}
        inputRef={input}
        onMatch={toMatch}
        onLine={(line) => void toLine(line)}
        began={run.created_time}
        onTime={(time) => void toTime(time)}
        total={total}
      />
      {tail.data?.total === 0 && tail.data.unfinished.length === 0 ? (
        <div className={page.scroll}>
          {filtered ? (
            <Notice title={`This run has printed nothing ${wordsOf(asked)}.`} inline>
              <p>
                <Button onClick={() => change({ stream: "both", level: "all", line: 0 }, "replace")}>
                  Show all lines
                </Button>
              </p>
            </Notice>
          ) : (
            <Notice
              title={live ? "This run has printed nothing yet." : "This run has printed nothing."}
              inline
            >
              <p>
                Whatever a run prints to its standard output and error stands here as it comes, unless its
                settings turn that off.
              </p>
            </Notice>
          )}
        </div>
      ) : (
        tail.data && (
          <ConsoleLines
            // Positions mean something else among other lines.
            key={`${view.stream} ${view.level}`}
            ref={lines}
            run={run.id}
            asked={asked}
            tail={tail.data}
            finder={search.finder}
            chosen={view.line - 1}
            wrap={view.wrap}
            times={view.times}
            live={live}
            follow={follow}
            onFollow={setFollow}
            onEnd={toEnd}
            onChoose={(line) => change({ line: line + 1 === view.line ? 0 : line + 1 }, "replace")}
            reader={reader}
          />
        )
      )}
    </>
  );
}

const wordsOf = ({ stream, level }: ConsoleLinesAsked): string =>
  [stream && `to ${stream}`, level && `of level ${level} or graver`].filter(Boolean).join(" ");
