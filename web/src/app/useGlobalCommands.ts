import { useQueryClient } from "@tanstack/react-query";
import { useMay } from "@/access/rights";
import { redo, undo } from "@/edits/editor";
import { useHistory } from "@/edits/history";
import { goTo } from "@/route/navigation";
import type { Route } from "@/route/paths";
import { type ThemeChoice, useThemeStore } from "@/theme/theme";
import { type Command, useCommands } from "./commands";
import { comparedRuns } from "./Header";

const THEMES: readonly [ThemeChoice, string][] = [
  ["light", "Theme: light"],
  ["dark", "Theme: dark"],
  ["system", "Theme: as the system"],
];

/** What can be done on every page, for the palette. */
export function useGlobalCommands(route: Route, onHelp: () => void): void {
  const client = useQueryClient();
  const may = useMay();
  const { past, future } = useHistory();
  const { choice, choose } = useThemeStore();
  const project = "project" in route ? route.project : null;
  const [last, next] = [past.at(-1), future.at(-1)];
  const commands: (Command | false)[] = [
    last !== undefined && { name: "Undo", to: last.what, keys: "undo", run: () => void undo(client) },
    next !== undefined && {
      name: "Redo",
      to: next.what,
      keys: "redo",
      run: () => void redo(client),
    },
    project !== null &&
      route.page !== "charts" && {
        name: `Charts of ${project}`,
        keys: "goToCharts",
        run: () => goTo({ page: "charts", project }),
      },
    project !== null &&
      route.page !== "runs" && {
        name: `Runs of ${project}`,
        keys: "goToRuns",
        run: () => goTo({ page: "runs", project }),
      },
    project !== null &&
      route.page !== "media" && {
        name: `Media of ${project}`,
        keys: "goToMedia",
        run: () => goTo({ page: "media", project }),
      },
    project !== null &&
      route.page !== "compare" && {
        name: `Compare runs of ${project}`,
        keys: "goToCompare",
        run: () => goTo({ page: "compare", project }, comparedRuns(route)),
      },
    project !== null &&
      route.page !== "reports" && {
        name: `Reports of ${project}`,
        keys: "goToReports",
        run: () => goTo({ page: "reports", project }),
      },
    project !== null &&
      route.page !== "artifacts" && {
        name: `Artifacts of ${project}`,
        keys: "goToArtifacts",
        run: () => goTo({ page: "artifacts", project }),
      },
    project !== null &&
      route.page !== "sweeps" && {
        name: `Sweeps of ${project}`,
        keys: "goToSweeps",
        run: () => goTo({ page: "sweeps", project }),
      },
    route.page !== "registry" && {
      name: "Registry of models and data",
      keys: "goToRegistry",
      run: () => goTo({ page: "registry" }),
    },
    route.page !== "data" && {
      name: "Data that runs work with",
      run: () => goTo({ page: "data" }),
    },
    route.page !== "policy" &&
      may("admin", "") && {
        name: "Quotas and retention",
        run: () => goTo({ page: "policy" }),
      },
    route.page !== "projects" && {
      name: "All projects",
      keys: "goToProjects",
      run: () => goTo({ page: "projects" }),
    },
    ...THEMES.filter(([theme]) => theme !== choice).map(([theme, name]) => ({
      name,
      run: () => choose(theme),
    })),
    { name: "Keyboard and mouse", keys: "openHelp", run: () => void setTimeout(onHelp) },
  ];
  useCommands(
    commands.filter((command) => command !== false),
    { everywhere: true },
  );
}
