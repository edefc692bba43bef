import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";
import { ApiError } from "@/api/client";
import { type View, viewQuery, viewsQuery } from "@/api/views";
import { useHistory } from "@/edits/history";
import { useView } from "@/route/navigation";
import { commonOf, joined, NO_VIEW, ownOf, readDocument, type ViewPage, viewParam } from "./document";

const NONE: readonly View[] = [];

const LOST = {
  text: "The saved view of this address is no more.",
  hint: "Somebody removed it, or it lies in another home. The page shows what else its address says.",
};

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
  /** The page in a state, under a view or under none. */
  show(view: string, state: string, replace?: boolean): void;
}

/**
 * The saved views of a project, and which of them a page of it shows. A page that says nothing shows the default one; one that
 * comes from another page of the project, which had a view, takes its own part of that view.
 */
export function useSavedViews(project: string, page: ViewPage): SavedViews {
  const [{ view: said }] = useView(viewParam);
  const state = page.stateOf(useSearch());
  const list = useQuery(viewsQuery(project));
  const views = list.data ?? NONE;
  const standard = views.find((view) => view.is_default)?.id ?? "";
  const bare = state === "";
  const id = said === NO_VIEW ? "" : said || (bare ? standard : "");
  const query = useQuery(viewQuery(id));
  const saved = useMemo(() => {
    const document = readDocument(query.data?.document);
    return document && page.read(document);
  }, [query.data, page]);
  const known = query.data;
  useEffect(() => {
    if (known && !bases.has(known.id)) setBase(known);
  }, [known]);
  const lost = query.error instanceof ApiError && query.error.status === 404;
  useEffect(() => {
    if (lost) useHistory.getState().say({ kind: "failed", ...LOST });
  }, [lost]);
  const show = useCallback(
    (view: string, next: string, replace = false) => {
      const address = page.addressOf(next, view);
      navigate(window.location.pathname + (address ? `?${address}` : ""), { replace });
    },
    [page],
  );
  // The view whose part of this page was taken, or that the page had when it was opened.
  const taken = useRef("");
  const own = ownOf(state);
  const comes = !bare && said !== "" && id !== "" && own === "" && taken.current !== id;
  // A link to a view says no more than its id.
  const next = saved === null ? "" : bare ? saved : comes ? joined(commonOf(state), ownOf(saved)) : "";
  const wanted = id !== "" && next !== "" && next !== state;
  useEffect(() => {
    if (own !== "" || wanted) taken.current = id;
    if (wanted) show(id, next, true);
  }, [own, wanted, id, next, show]);
  const current = views.find((view) => view.id === id) ?? null;
  const decided = id === "" ? said === NO_VIEW || !list.isPending : !query.isPending && !wanted;
  return {
    page,
    views,
    current,
    changed: current === null ? !bare : saved !== null && saved !== state,
    ready: bare || comes ? decided : !wanted,
    show,
  };
}
