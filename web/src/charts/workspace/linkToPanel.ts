import { writeView } from "@/route/search";
import { chartView } from "../view";

/** The address of this page with a panel filling the window. */
export function linkToPanel(id: string): string {
  const { origin, pathname, search } = window.location;
  return `${origin}${pathname}?${writeView(chartView, search, { full: id })}`;
}
