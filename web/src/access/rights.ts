import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { useRoute } from "@/route/navigation";
import { isGuest } from "@/sharing/guest";
import { hasRole, type RoleName, whoAmIQuery } from "./whoAmI";

// On servers where not everybody may change everything, the page says so.
const asksRights =
  isGuest ||
  (typeof document !== "undefined" && document.querySelector('meta[name="runstone-rights"]') !== null);

/** Whether one has a role, or a higher one, in all of these projects; the empty path is the whole home. */
export type May = (role: RoleName, ...projects: readonly string[]) => boolean;

const Rights = createContext<May>(() => !asksRights);
export const RightsProvider = Rights.Provider;

/**
 * What one may do, of what the server said last. Until it has said anything all is offered where nobody logs in, and nothing elsewhere.
 */
export function useRightsOfReader(): May {
  const { data: me } = useQuery(whoAmIQuery());
  return useMemo<May>(
    () =>
      (role, ...projects) =>
        !isGuest && (me === undefined ? !asksRights : hasRole(me, role, projects)),
    [me],
  );
}

/** What one may do, for what lies in several projects. Whatever offers a change asks this, or `useMayEdit`. */
export const useMay = (): May => useContext(Rights);

/** Whether one may change what lies in a project: that of the page, where none is named. */
export function useMayEdit(project?: string): boolean {
  const may = useMay();
  const route = useRoute();
  return may("editor", project ?? ("project" in route ? route.project : ""));
}
