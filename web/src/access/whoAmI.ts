import { queryOptions, useQuery } from "@tanstack/react-query";
import { getJson } from "@/api/client";
import type { WhoAmI } from "@/api/schema";

/** Who one is to this server. */
export const whoAmIQuery = () =>
  queryOptions({
    queryKey: ["whoami"],
    queryFn: ({ signal }) => getJson<WhoAmI>("whoami", {}, signal),
    // Roles are given and taken elsewhere; where nobody logs in there are none.
    refetchOnWindowFocus: ({ state }) => (state.data?.user ? "always" : false),
  });

export type RoleName = "viewer" | "editor" | "admin";
const RANKS: readonly string[] = ["viewer", "editor", "admin"] satisfies readonly RoleName[];

/** Whether somebody has a role, or a higher one, in all of these projects. */
export const hasRole = (me: WhoAmI, role: RoleName, projects: readonly string[]): boolean =>
  projects.every((project) =>
    me.roles.some(
      (given) =>
        RANKS.indexOf(given.role) >= RANKS.indexOf(role) &&
        (given.project === "" || project === given.project || project.startsWith(`${given.project}/`)),
    ),
  );

/** The runs that a share link shows by which one looks; null where one came by none, or by one that shows a whole project. */
export function useSharedRuns(): readonly string[] | null {
  const { data } = useQuery(whoAmIQuery());
  return data?.share?.runs.length ? data.share.runs : null;
}

/** Who is logged in; null where nobody is, since nobody logs in or a share link was opened. */
export function useLoggedIn(): WhoAmI | null {
  const { data } = useQuery(whoAmIQuery());
  return data && data.user !== null ? data : null;
}
