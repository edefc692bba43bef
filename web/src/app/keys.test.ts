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

/** What may be pressed in one place: that of everywhere, of the page, and of its open tab. */
const PLACES = ["projects", "charts", "runs", "media", "compare"].map((page) => ({ page }));

const bindingsOf = ({ keys: entries }: import("./keys").KeyGroup): string[] =>
  entries.flatMap((entry) =>
    typeof entry === "string" ? [entry] : typeof entry[0] === "string" ? [] : [...entry[0]],
  );

describe("bindings", () => {
  it("are all in the list of keys", async () => {
    const { BINDINGS } = await import("./bindings");
    const told = new Set(keys.KEY_GROUPS.flatMap(bindingsOf));
    expect(Object.keys(BINDINGS).filter((name) => !told.has(name))).toEqual([]);
  });

  it("of one page have keys of their own", async () => {
    const { BINDINGS } = await import("./bindings");
    for (const { page } of PLACES) {
      const { here } = keys.sortGroups(keys.KEY_GROUPS, { page, project: "p" } as never, "");
      const names = [...new Set(here.flatMap(bindingsOf))] as (keyof typeof BINDINGS)[];
      const pressed = names.flatMap((name) => [...BINDINGS[name].keys] as string[]);
      expect(pressed.filter((key, index) => pressed.indexOf(key) !== index)).toEqual([]);
    }
  });

  it("are read as they are pressed", () => {
    const lines = keys.KEY_GROUPS.flatMap(keys.keyLines);
    const capsOf = (what: string) => lines.find((line) => line.what === what)?.keys;
    expect(capsOf("Charts of the project")).toEqual([["g", "c"]]);
    expect(capsOf("Hide or show the list of runs")).toEqual([["["], ["Ctrl+J"]]);
    expect(capsOf("Take the last change back, and make it again")).toEqual([["Ctrl+Z"], ["Ctrl+Shift+Z"]]);
    expect(capsOf("Its tabs, from the left")).toEqual([["1 … 9"]]);
  });
});
