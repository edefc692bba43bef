import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";
import { type View, viewQuery, viewsQuery } from "@/api/views";
import { useView } from "@/route/navigation";
import { addressOf, NO_VIEW, readDocument, stateOf, type ViewPage, viewParam } from "./document";

const NONE: readonly View[] = [];

/** The version of each view that this tab's page was made from: what somebody saves meanwhile must not be overwritten unasked. */
const bases = new Map<string, string>();

export const baseOf = (view: View): string => bases.get(view.id) ?? view.revision;
export const setBase = ({ id, revision }: Pick<View, "id" | "revision">): void =>
  void bases.set(id, revision);

export interface SavedViews {
  page: ViewPage;
  views: readonly View[];
  /** The one that the page shows. */
  current: View | null;
  /** The page differs from it; without a view, from what it is by itself. */
  changed: boolean;
  /** What the page shows is decided: before, a view is on its way. */
  ready: boolean;
  /** The page as it is, under the view or under none. */
  show(view: string, state: string, replace?: boolean): void;
}

/** The saved views of a project, and which of them one of its pages shows. A page that says nothing shows the default one. */
export function useSavedViews(project: string, page: ViewPage): SavedViews {
  const [{ view: said }] = useView(viewParam);
  const state = stateOf(useSearch());
  const list = useQuery(viewsQuery(project));
  const views = list.data ?? NONE;
  const standard = views.find((view) => view.is_default)?.id ?? "";
  const bare = state === "";
  const id = said === NO_VIEW ? "" : said || (bare ? standard : "");
  const query = useQuery(viewQuery(id));
  const read = useMemo(() => readDocument(query.data?.document), [query.data]);
  // The default view may be one of another page.
  const saved = read?.page === page ? read : null;
  const foreign = read !== null && saved === null;
  const known = query.data;
  useEffect(() => {
    if (known && !bases.has(known.id)) setBase(known);
  }, [known]);
  const show = useCallback((view: string, next: string, replace = false) => {
    const address = addressOf(next, view);
    navigate(window.location.pathname + (address ? `?${address}` : ""), { replace });
  }, []);
  // A link to a view says no more than its id.
  const wanted = bare && id !== "" && saved !== null && saved.search !== "";
  useEffect(() => {
    if (wanted) show(id, saved.search, true);
  }, [wanted, id, saved, show]);
  const current = (!foreign && views.find((view) => view.id === id)) || null;
  return {
    page,
    views,
    current,
    changed: current === null ? !bare : saved !== null && saved.search !== state,
    ready: !bare || (id === "" ? said === NO_VIEW || !list.isPending : !query.isPending && !wanted),
    show,
  };
}
