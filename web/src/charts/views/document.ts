import type { Json } from "@/api/types";
import { readView, searchView, text, writeView } from "@/route/search";
import { keep, takeOut } from "../workspace/kept";
import { workspaceView } from "../workspace/state";

/** Which saved view a page shows: its id, `none` where the reader wants none, empty where nobody said. */
export const viewParam = searchView({ view: text() });
export const NO_VIEW = "none";

/** The pages that can be saved. */
export type ViewPage = "charts" | "media";

/** What a saved view holds: the page, and all that its address said. */
export interface ViewDocument {
  page: ViewPage;
  search: string;
}

/** What is for the moment, and no part of a view. */
const PASSING = ["view", "full", "item", "beside", "look"];

/** What an address says of the page, the same whatever the order in which it says it. */
export function stateOf(search: string): string {
  const said = takeOut(readView(workspaceView, search));
  const params = new URLSearchParams(writeView(workspaceView, search, { ...said, kept: "" }));
  for (const name of PASSING) params.delete(name);
  params.sort();
  return params.toString();
}

/** The address of a page in a state, under a view. */
export function addressOf(state: string, view: string): string {
  const kept = writeView(workspaceView, state, keep(readView(workspaceView, state)));
  return writeView(viewParam, kept, { view });
}

export const documentOf = (search: string, page: ViewPage): ViewDocument => ({
  page,
  search: stateOf(search),
});

/** null for a document of no page that can be saved: another version may have written it. */
export function readDocument(document: Json | undefined): ViewDocument | null {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return null;
  const { page, search } = document;
  return (page === "charts" || page === "media") && typeof search === "string" ? { page, search } : null;
}
