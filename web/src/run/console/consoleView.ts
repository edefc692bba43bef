import { choice, flag, number, searchView, text } from "@/route/search";

/** The console's part of the address. `line` counts from 1, as the numbers beside the lines do; 0 is none. */
export const consoleView = searchView({
  find: text(),
  stream: choice(["both", "stdout", "stderr"]),
  line: number(0, 0),
  wrap: flag(),
  times: flag(),
});
