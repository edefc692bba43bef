import type { Json } from "@/api/types";
import { keepParams } from "@/route/navigation";
import { readView, searchView, text, writeView } from "@/route/search";
import { SHARED_PARAMS } from "@/route/shared";
import { keep, takeOut } from "../workspace/kept";
import { workspaceView } from "../workspace/state";

/** Which saved view a page shows: its id, `none` where the reader wants none, empty where nobody said. */
export const viewParam = searchView({ view: text() });
export const NO_VIEW = "none";

/** What a saved view holds: all that the address of the charts said, and the state of the table of runs. */
export interface ViewDocument {
  page: "charts";
  search: string;
  /** Left out where the view was saved from charts alone. */
  table?: Json;
  /** What the address of the media said, in the same way. */
  media?: string;
}

/** A page whose state is a part of saved views. States are texts: the same state has the same one. */
export interface ViewPage {
  /** What an address says of the page. */
  stateOf(search: string): string;
  /** The address of the page in a state, under a view. */
  addressOf(state: string, view: string): string;
  /** The state that a document has for the page. */
  read(document: ViewDocument): string;
  /** The document of the page as its address says; its other parts are those of the document before, if any. */
  write(search: string, before: ViewDocument | null): ViewDocument;
}

/** What all pages say: the runs, their filter and order, and pins. */
const COMMON = SHARED_PARAMS.filter((name) => name !== "view");

export const commonOf = (state: string): string => keepParams(state, COMMON);

/** What a state says of its own page alone. */
export function ownOf(state: string): string {
  const params = new URLSearchParams(state);
  for (const name of COMMON) params.delete(name);
  return params.toString();
}

/** The parameters of both texts in one order. */
export function joined(...texts: string[]): string {
  const params = new URLSearchParams(texts.filter(Boolean).join("&"));
  params.sort();
  return params.toString();
}

/** What is for the moment, and no part of a view. */
const PASSING = ["view", "full", "item", "beside", "difference", "look"];

function stateOf(search: string): string {
  const said = takeOut(readView(workspaceView, search));
  const params = new URLSearchParams(writeView(workspaceView, search, { ...said, kept: "" }));
  for (const name of PASSING) params.delete(name);
  params.sort();
  return params.toString();
}

/** The page of charts. */
export const chartsPage: ViewPage = {
  stateOf,
  addressOf: (state, view) => {
    const kept = writeView(workspaceView, state, keep(readView(workspaceView, state)));
    return writeView(viewParam, kept, { view });
  },
  read: ({ search }) => search,
  write: (search, before) => ({ ...before, page: "charts", search: stateOf(search) }),
};

/** null for a document that is not of this program: another version may have written it. */
export function readDocument(document: Json | undefined): ViewDocument | null {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return null;
  const { page, search, table, media } = document;
  if (page !== "charts" || typeof search !== "string") return null;
  return {
    page,
    search,
    ...(table === undefined ? {} : { table }),
    ...(typeof media === "string" ? { media } : {}),
  };
}
