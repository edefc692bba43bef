import { useCallback, useMemo } from "react";
import { navigate, usePathname, useSearch } from "wouter/use-browser-location";
import { formatRoute, parseRoute, type Route } from "./paths";
import { readView, type View, writeView } from "./search";

/** The path that the app is served under, with a slash at both ends; the page's <base> is pinned to it. */
function basePath(): string {
  base ??= new URL(document.baseURI).pathname;
  return base;
}
let base: string | undefined;

/** What is at a path of this origin. */
export const routeOf = (path: string): Route => parseRoute(path.slice(basePath().length));

export function useRoute(): Route {
  const path = usePathname();
  return useMemo(() => routeOf(path), [path]);
}

/** What the address says now. */
export const currentRoute = (): Route => routeOf(window.location.pathname);

export function hrefOf(route: Route, search = ""): string {
  return basePath() + formatRoute(route) + (search ? `?${search}` : "");
}

export function goTo(route: Route, search = ""): void {
  navigate(hrefOf(route, search));
}

/** Puts another address in place of this one, parameters and all: the same page by its proper name. */
export function correctTo(route: Route): void {
  navigate(hrefOf(route, window.location.search.slice(1)), { replace: true });
}

/** "push" leaves a step for the back button; "replace" is for typing and dragging. */
export type Step = "push" | "replace";
export type SetView<S> = (change: Partial<S>, step?: Step) => void;

/** A view's state in the address, and the way to change parts of it. */
export function useView<S>(view: View<S>): [S, SetView<S>] {
  const search = useSearch();
  const state = useMemo(() => readView(view, search), [view, search]);
  const change = useCallback<SetView<S>>(
    (part, step = "push") => {
      // Read anew: two changes within one render must both survive.
      const { pathname, search: now } = window.location;
      const next = writeView(view, now, part);
      if (next === now.replace(/^\?/, "")) return;
      navigate(pathname + (next ? `?${next}` : ""), { replace: step === "replace" });
    },
    [view],
  );
  return [state, change];
}

/** The search string with only the named parameters kept: what travels from one page to the next. */
export function keepParams(search: string, names: readonly string[]): string {
  const params = new URLSearchParams(search);
  for (const name of [...params.keys()]) if (!names.includes(name)) params.delete(name);
  return params.toString();
}
