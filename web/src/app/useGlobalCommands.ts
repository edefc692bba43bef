import { useQueryClient } from "@tanstack/react-query";
import { redo, undo } from "@/edits/editor";
import { useHistory } from "@/edits/history";
import { goTo } from "@/route/navigation";
import type { Route } from "@/route/paths";
import { type ThemeChoice, useThemeStore } from "@/theme/theme";
import { type Command, useCommands } from "./commands";
import { comparedRuns } from "./Header";
import { MOD } from "./keys";

const THEMES: readonly [ThemeChoice, string][] = [
  ["light", "Theme: light"],
  ["dark", "Theme: dark"],
  ["system", "Theme: as the system"],
];

/** What can be done on every page, for the palette. */
export function useGlobalCommands(route: Route, onHelp: () => void): void {
  const client = useQueryClient();
  const { past, future } = useHistory();
  const { choice, choose } = useThemeStore();
  const project = "project" in route ? route.project : null;
  const [last, next] = [past.at(-1), future.at(-1)];
  const commands: (Command | false)[] = [
    last !== undefined && { name: "Undo", to: last.what, keys: `${MOD}Z`, run: () => void undo(client) },
    next !== undefined && {
      name: "Redo",
      to: next.what,
      keys: `${MOD}Shift+Z`,
      run: () => void redo(client),
    },
    project !== null &&
      route.page !== "charts" && {
        name: `Charts of ${project}`,
        keys: "g c",
        run: () => goTo({ page: "charts", project }),
      },
    project !== null &&
      route.page !== "runs" && {
        name: `Runs of ${project}`,
        keys: "g r",
        run: () => goTo({ page: "runs", project }),
      },
    project !== null &&
      route.page !== "compare" && {
        name: `Compare runs of ${project}`,
        keys: "g d",
        run: () => goTo({ page: "compare", project }, comparedRuns(route)),
      },
    project !== null &&
      route.page !== "artifacts" && {
        name: `Artifacts of ${project}`,
        keys: "g a",
        run: () => goTo({ page: "artifacts", project }),
      },
    route.page !== "registry" && {
      name: "Registry of models and data",
      keys: "g y",
      run: () => goTo({ page: "registry" }),
    },
    route.page !== "projects" && {
      name: "All projects",
      keys: "g h",
      run: () => goTo({ page: "projects" }),
    },
    ...THEMES.filter(([theme]) => theme !== choice).map(([theme, name]) => ({
      name,
      run: () => choose(theme),
    })),
    { name: "Keyboard and mouse", keys: "?", run: () => void setTimeout(onHelp) },
  ];
  useCommands(
    commands.filter((command) => command !== false),
    { everywhere: true },
  );
}
