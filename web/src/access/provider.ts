import { queryOptions } from "@tanstack/react-query";
import { getJson, sendJson } from "@/api/client";
import type { Begun, Ways } from "@/api/schema";

const FAILURE = /^#login-failure=([0-9a-f]{1,64})$/;

/** How one logs in to this server, and what went wrong with a login of that name. */
export const waysQuery = (failure = "") =>
  queryOptions({
    queryKey: ["login", failure],
    queryFn: ({ signal }) => getJson<Ways>("login", { failure }, signal),
  });

/** The name of the login that failed before this page was opened, empty for none. It does not stay in the address. */
export function takeFailure(): string {
  const name = FAILURE.exec(window.location.hash)?.[1] ?? "";
  if (name) window.history.replaceState(window.history.state, "", whereOneIs().href);
  return name;
}

/** Leave for the provider's page, to come back to where one is; `link` lets who is logged in come by it from now on. */
export async function goToProvider(link: boolean): Promise<void> {
  const root = new URL(".", document.baseURI).href;
  const here = whereOneIs().href;
  const return_to = here.startsWith(root) ? here.slice(root.length) : "";
  const { url } = await sendJson<Begun>("POST", "oidc/begin", { return_to, link });
  window.location.assign(url);
}

function whereOneIs(): URL {
  const here = new URL(window.location.href);
  here.hash = "";
  return here;
}
