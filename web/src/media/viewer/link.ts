import { parseItem } from "../mediaView";
import { parseBeside } from "./panes";

/**
 * The address of what is open, for others and for later: where it only shows the newest runs, which will be others then, it
 * names those that are open.
 */
export function linkOf(href: string): string {
  const url = new URL(href);
  const { searchParams } = url;
  const open = parseItem(searchParams.get("item") ?? "");
  if (open === null || searchParams.has("run") || searchParams.has("view")) return href;
  const besides = parseBeside(searchParams.getAll("beside"));
  for (const run of new Set([open.run, ...besides.map((beside) => beside.run)]))
    searchParams.append("run", run);
  return url.href;
}
