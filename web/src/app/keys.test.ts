import { beforeAll, describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { platform: "Linux" });
let keys: typeof import("./keys");
beforeAll(async () => {
  keys = await import("./keys");
});

const titles = (route: Parameters<typeof keys.sortGroups>[1], search = "") =>
  keys.sortGroups(keys.KEY_GROUPS, route, search).here.map(({ title }) => title);

describe("the list of keys", () => {
  it("has those of the page alone", () => {
    expect(titles({ page: "projects" })).toEqual(["Everywhere", "Projects"]);
    expect(titles({ page: "compare", project: "p" })).toEqual([
      "Everywhere",
      "In a project",
      "Runs beside each other",
    ]);
  });

  it("has those of the open tab of a run", () => {
    const route = { page: "run", project: "p", run: "r" } as const;
    expect(titles(route)).toEqual(["Everywhere", "In a project", "The run"]);
    expect(titles(route, "?tab=console&find=x")).toContain("Console");
    expect(titles(route, "tab=console")).not.toContain("Media");
  });

  it("loses none", () => {
    const { here, elsewhere } = keys.sortGroups(keys.KEY_GROUPS, { page: "runs", project: "p" }, "");
    expect(here.length + elsewhere.length).toBe(keys.KEY_GROUPS.length);
  });
});
