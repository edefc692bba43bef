/**
 * The addresses of the pages.
 *
 *   /                               projects
 *   /p/cv/resnet50                  charts of a project
 *   /p/cv/resnet50/runs             its table of runs
 *   /p/cv/resnet50/media            what they logged: images, tables, sound …
 *   /p/cv/resnet50/compare          runs beside each other (which ones are search parameters)
 *   /p/cv/resnet50/artifacts        its collections of artifacts
 *   /p/cv/resnet50/artifacts/data      the versions of one
 *   /p/cv/resnet50/artifacts/data/v3   a version, by its number or an alias
 *   /p/cv/resnet50/r/a1b2c3d4       one run (the tab is a search parameter)
 *   /p/cv/resnet50/sweeps           its sweeps
 *   /p/cv/resnet50/sweeps/k3x9f2a1  a sweep with its trials
 *   /p/cv/resnet50/reports          its reports
 *   /p/cv/resnet50/reports/k3x9q2ab one of them
 *   /registry                       portfolios, of versions that are linked to
 *   /data                           data sets and pretrained models that runs work with
 *   /members                        who may do what on the server, for who keeps them
 *   /policy                         quotas and what is kept for how long, for who keeps the server
 *   /invitation#rs_…                where somebody becomes a user of the server
 *
 * A project keeps its slashes, so that an address can be read and typed. The first segment after `/p/` always belongs to
 * the project; after it, a reserved word ends the project. A project that holds a reserved word itself
 * (`cv/runs/today`) is written with `%2F` instead of `/`, which is never taken for a reserved word. Run ids are one
 * percent-encoded segment. Browsers keep both spellings through reload, copy and paste.
 */
export type Route =
  | { page: "projects" }
  | { page: "charts"; project: string }
  | { page: "runs"; project: string }
  | { page: "media"; project: string }
  | { page: "compare"; project: string }
  | { page: "artifacts"; project: string }
  | { page: "collection"; project: string; name: string }
  | { page: "version"; project: string; name: string; version: string }
  | { page: "run"; project: string; run: string }
  | { page: "sweeps"; project: string }
  | { page: "sweep"; project: string; sweep: string }
  | { page: "reports"; project: string }
  | { page: "report"; project: string; report: string }
  | { page: "registry" }
  | { page: "data" }
  | { page: "members" }
  | { page: "policy" }
  | { page: "invitation" }
  | { page: "missing" };

/** Words that end a project; those without a page yet are kept free for it, so that no address changes its meaning. */
const RESERVED = new Set(["runs", "r", "media", "compare", "explore", "artifacts", "reports", "sweeps"]);

function encodeProject(project: string): string {
  const segments = project.split("/").map(encodeURIComponent);
  return segments.slice(1).some((segment) => RESERVED.has(segment))
    ? segments.join("%2F")
    : segments.join("/");
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case "projects":
    case "missing":
      return "";
    case "charts":
      return `p/${encodeProject(route.project)}`;
    case "runs":
      return `p/${encodeProject(route.project)}/runs`;
    case "media":
      return `p/${encodeProject(route.project)}/media`;
    case "compare":
      return `p/${encodeProject(route.project)}/compare`;
    case "artifacts":
      return `p/${encodeProject(route.project)}/artifacts`;
    case "collection":
      return `p/${encodeProject(route.project)}/artifacts/${encodeURIComponent(route.name)}`;
    case "version":
      return `p/${encodeProject(route.project)}/artifacts/${encodeURIComponent(route.name)}/${encodeURIComponent(route.version)}`;
    case "sweeps":
      return `p/${encodeProject(route.project)}/sweeps`;
    case "sweep":
      return `p/${encodeProject(route.project)}/sweeps/${encodeURIComponent(route.sweep)}`;
    case "reports":
      return `p/${encodeProject(route.project)}/reports`;
    case "report":
      return `p/${encodeProject(route.project)}/reports/${encodeURIComponent(route.report)}`;
    case "registry":
      return "registry";
    case "data":
      return "data";
    case "members":
      return "members";
    case "policy":
      return "policy";
    case "invitation":
      return "invitation";
    case "run":
      return `p/${encodeProject(route.project)}/r/${encodeURIComponent(route.run)}`;
  }
}

/** Reads a path relative to the app's base, such as `p/cv/resnet50/runs`. */
export function parseRoute(path: string): Route {
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) return { page: "projects" };
  if (segments.length === 1 && segments[0] === "registry") return { page: "registry" };
  if (segments.length === 1 && segments[0] === "data") return { page: "data" };
  if (segments.length === 1 && segments[0] === "members") return { page: "members" };
  if (segments.length === 1 && segments[0] === "policy") return { page: "policy" };
  if (segments.length === 1 && segments[0] === "invitation") return { page: "invitation" };
  if (segments[0] !== "p" || segments.length < 2) return { page: "missing" };
  const end = segments.findIndex((segment, index) => index > 1 && RESERVED.has(segment));
  const word = end < 0 ? undefined : segments[end];
  const rest = end < 0 ? [] : segments.slice(end + 1);
  try {
    const project = segments
      .slice(1, end < 0 ? undefined : end)
      .map(decodeURIComponent)
      .join("/");
    if (word === undefined) return { page: "charts", project };
    if (word === "runs" && rest.length === 0) return { page: "runs", project };
    if (word === "media" && rest.length === 0) return { page: "media", project };
    if (word === "compare" && rest.length === 0) return { page: "compare", project };
    if (word === "artifacts" && rest.length <= 2) {
      const [name, version] = rest.map(decodeURIComponent);
      if (name === undefined) return { page: "artifacts", project };
      return version === undefined
        ? { page: "collection", project, name }
        : { page: "version", project, name, version };
    }
    if (word === "sweeps" && rest.length <= 1) {
      const sweep = rest[0];
      return sweep === undefined
        ? { page: "sweeps", project }
        : { page: "sweep", project, sweep: decodeURIComponent(sweep) };
    }
    if (word === "reports" && rest.length <= 1) {
      const report = rest[0];
      return report === undefined
        ? { page: "reports", project }
        : { page: "report", project, report: decodeURIComponent(report) };
    }
    if (word === "r" && rest.length === 1)
      return { page: "run", project, run: decodeURIComponent(rest[0] ?? "") };
  } catch {
    // A malformed percent sequence names no page.
  }
  return { page: "missing" };
}

/**
 * Where runs stand beside each other, for `Link` and `goTo`. The first run is the reference unless another is named; the
 * page takes 2 to 100 runs.
 */
export function compareLink(
  project: string,
  runs: readonly string[],
  reference?: string,
): { to: Route; search: string } {
  const params = new URLSearchParams(runs.map((run) => ["run", run]));
  if (reference !== undefined && reference !== runs[0]) params.set("reference", reference);
  return { to: { page: "compare", project }, search: params.toString() };
}

/** Projects below this one are registries: their collections are portfolios, and they have no runs. */
export const REGISTRY = "registry";

export const isRegistry = (project: string): boolean =>
  project === REGISTRY || project.startsWith(`${REGISTRY}/`);
