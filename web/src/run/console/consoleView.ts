import { choice, flag, number, searchView, text } from "@/route/search";

/** Which lines: all, or those that say they are so grave, or graver. */
export const LEVELS = [
  { value: "all", label: "All levels" },
  { value: "debug", label: "Debug and above" },
  { value: "info", label: "Info and above" },
  { value: "warning", label: "Warnings and above" },
  { value: "error", label: "Errors and above" },
  { value: "critical", label: "Critical only" },
] as const;

/** The console's part of the address. `line` counts from 1, as the numbers beside the lines do; 0 is none. */
export const consoleView = searchView({
  find: text(),
  stream: choice(["both", "stdout", "stderr"]),
  level: choice(LEVELS.map(({ value }) => value)),
  line: number(0, 0),
  wrap: flag(),
  times: flag(),
});
