import { expect, test } from "vitest";
import { formatRoute, parseRoute, type Route } from "./paths";

const ROUTES: [Route, string][] = [
  [{ page: "projects" }, ""],
  [{ page: "charts", project: "digits" }, "p/digits"],
  [{ page: "charts", project: "cv/resnet50/baseline" }, "p/cv/resnet50/baseline"],
  [{ page: "runs", project: "cv/resnet50" }, "p/cv/resnet50/runs"],
  [{ page: "media", project: "cv/resnet50" }, "p/cv/resnet50/media"],
  [{ page: "artifacts", project: "cv/resnet50" }, "p/cv/resnet50/artifacts"],
  [{ page: "collection", project: "cv", name: "data" }, "p/cv/artifacts/data"],
  [{ page: "version", project: "cv", name: "artifacts", version: "v3" }, "p/cv/artifacts/artifacts/v3"],
  [
    { page: "version", project: "a/artifacts", name: "d", version: "in use?" },
    "p/a%2Fartifacts/artifacts/d/in%20use%3F",
  ],
  [{ page: "reports", project: "cv/resnet50" }, "p/cv/resnet50/reports"],
  [{ page: "report", project: "cv", report: "k3x9" }, "p/cv/reports/k3x9"],
  [{ page: "registry" }, "registry"],
  [{ page: "invitation" }, "invitation"],
  [{ page: "members" }, "members"],
  [{ page: "policy" }, "policy"],
  [{ page: "run", project: "cv/resnet50", run: "a1b2" }, "p/cv/resnet50/r/a1b2"],
  [{ page: "run", project: "cv", run: "a/b r%?#" }, "p/cv/r/a%2Fb%20r%25%3F%23"],
  [{ page: "charts", project: "cv/runs/today" }, "p/cv%2Fruns%2Ftoday"],
  [{ page: "runs", project: "cv/r" }, "p/cv%2Fr/runs"],
  [{ page: "charts", project: "runs" }, "p/runs"],
  [{ page: "run", project: "r/r", run: "runs" }, "p/r%2Fr/r/runs"],
  [{ page: "charts", project: "größe/ä b" }, "p/gr%C3%B6%C3%9Fe/%C3%A4%20b"],
];

test.each(ROUTES)("%o is %s and back", (route, path) => {
  expect(formatRoute(route)).toBe(path);
  expect(parseRoute(path)).toEqual(route);
});

test("a project written with %2F is the same project", () => {
  expect(parseRoute("p/cv%2Fresnet50/runs")).toEqual({ page: "runs", project: "cv/resnet50" });
});

test.each([
  "p",
  "q/cv",
  "p/cv/r",
  "p/cv/media/x",
  "p/cv/explore",
  "p/cv/artifacts/a/b/c",
  "registry/model",
  "p/%E0%A4%A",
])("%s names no page", (path) => {
  expect(parseRoute(path)).toEqual({ page: "missing" });
});
