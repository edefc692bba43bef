import { queryOptions, useQuery } from "@tanstack/react-query";
import { getJson } from "@/api/client";
import type { WhoAmI } from "@/api/schema";

/** Who one is to this server. */
export const whoAmIQuery = () =>
  queryOptions({
    queryKey: ["whoami"],
    queryFn: ({ signal }) => getJson<WhoAmI>("whoami", {}, signal),
  });

const RANKS = ["viewer", "editor", "admin"];

/** Whether somebody has a role, or a higher one, in all of these projects. */
export const hasRole = (me: WhoAmI, role: string, projects: readonly string[]): boolean =>
  projects.every((project) =>
    me.roles.some(
      (given) =>
        RANKS.indexOf(given.role) >= RANKS.indexOf(role) &&
        (given.project === "" || project === given.project || project.startsWith(`${given.project}/`)),
    ),
  );

/** Who is logged in; null where nobody is, since nobody logs in or a share link was opened. */
export function useLoggedIn(): WhoAmI | null {
  const { data } = useQuery(whoAmIQuery());
  return data && data.user !== null ? data : null;
}
