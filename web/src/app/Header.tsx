import { useQuery } from "@tanstack/react-query";
import { Fragment, useEffect, useRef } from "react";
import { useSearch } from "wouter/use-browser-location";
import { AccountMenu } from "@/access/AccountMenu";
import { useMay } from "@/access/rights";
import { useSharedRuns, whoAmIQuery } from "@/access/whoAmI";
import { Bell } from "@/alerts/Bell";
import { type LiveStatus, useLive } from "@/live/feed";
import { Link } from "@/route/Link";
import { keepParams } from "@/route/navigation";
import { isRegistry, REGISTRY, type Route } from "@/route/paths";
import { SHARED_PARAMS } from "@/route/shared";
import { type ThemeChoice, useThemeStore } from "@/theme/theme";
import { IconButton } from "@/ui/Button";
import { Icon, type IconName } from "@/ui/Icon";
import { keyText } from "./bindings";
import styles from "./Header.module.css";

interface Props {
  route: Route;
  onPalette(): void;
  onHelp(): void;
}

export function Header({ route, onPalette, onHelp }: Props) {
  const project = "project" in route ? route.project : null;
  const registry = route.page === "registry" || (project !== null && isRegistry(project));
  return (
    <header className={styles.header}>
      <Link to={{ page: "projects" }} className={styles.brand}>
        runstone
      </Link>
      {project !== null && <Crumbs project={project} />}
      {project === null || registry ? (
        <HomeTabs page={registry ? "registry" : route.page} />
      ) : (
        <ProjectTabs route={route} project={project} />
      )}
      <span className={styles.space} />
      <RoleLabel project={project} />
      <LiveLabel />
      <button
        type="button"
        className={styles.palette}
        onClick={onPalette}
        title="Do anything that can be done here, or jump to a project, run or metric"
      >
        Do or jump to&ensp;{keyText("openPalette")}
      </button>
      <IconButton icon="search" label="Do or jump to" className={styles.narrow} onClick={onPalette} />
      <Bell />
      <IconButton icon="help" label="Keyboard shortcuts" className={styles.wide} onClick={onHelp} />
      <ThemeButton />
      <AccountMenu />
    </header>
  );
}

function Crumbs({ project }: { project: string }) {
  const parts = project.split("/");
  return (
    <nav className={styles.crumbs} aria-label="Project">
      {parts.map((part, index) => {
        const path = parts.slice(0, index + 1).join("/");
        return (
          <Fragment key={path}>
            {index > 0 && <span className={styles.slash}>/</span>}
            <Link to={crumbRoute(path)} className={styles.crumb} title={path}>
              {part}
            </Link>
          </Fragment>
        );
      })}
    </nav>
  );
}

/** Where the parts of a project's path lead: the registry has no runs. */
function crumbRoute(path: string): Route {
  if (path === REGISTRY) return { page: "registry" };
  return { page: isRegistry(path) ? "artifacts" : "charts", project: path };
}

function HomeTabs({ page }: { page: Route["page"] }) {
  const tabs = [
    { page: "projects", label: "Projects" },
    { page: "registry", label: "Registry" },
    { page: "data", label: "Data" },
  ] as const;
  return (
    <nav className={styles.tabs} aria-label="Pages of the home">
      {tabs.map((tab) => (
        <Link
          key={tab.page}
          to={tab}
          className={styles.tab}
          aria-current={tab.page === page ? "page" : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

/** The tab that pages without one of their own belong to. */
const PAGE_OF: { [page in Route["page"]]?: Route["page"] } = {
  collection: "artifacts",
  version: "artifacts",
  sweep: "sweeps",
  report: "reports",
};

/** Pages that know nothing of the runs that are shown. */
const OF_NO_RUNS: ReadonlySet<Route["page"]> = new Set(["reports", "artifacts", "sweeps"]);

function ProjectTabs({ route, project }: { route: Route; project: string }) {
  const params = useSearch();
  const shared = useSharedRuns();
  const search = keepParams(params, route.page === "run" ? [] : SHARED_PARAMS);
  const tabs = [
    { page: "charts", label: "Charts" },
    { page: "runs", label: "Runs" },
    { page: "media", label: "Media" },
    { page: "compare", label: "Compare" },
    { page: "reports", label: "Reports" },
    { page: "artifacts", label: "Artifacts" },
    { page: "sweeps", label: "Sweeps" },
  ] as const;
  const current = PAGE_OF[route.page] ?? route.page;
  // On a narrow screen the row of pages is longer than what shows of it.
  const tabsRef = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page says which tab it is.
  useEffect(() => {
    tabsRef.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <nav ref={tabsRef} className={styles.tabs} aria-label="Pages of the project">
      {tabs
        .filter(({ page }) => isShown(page, shared))
        .map(({ page, label }) => (
          <Link
            key={page}
            to={{ page, project }}
            search={page === "compare" ? comparedRuns(route, params) : OF_NO_RUNS.has(page) ? "" : search}
            className={styles.tab}
            aria-current={current === page ? "page" : undefined}
          >
            {label}
          </Link>
        ))}
    </nav>
  );
}

/** A link to runs shows nothing that is written of their project, and one alone is compared with nothing. */
const isShown = (page: Route["page"], shared: readonly string[] | null): boolean =>
  shared === null ||
  !(page === "reports" || page === "sweeps" || (page === "compare" && shared.length === 1));

/** The search parameters of the page of comparisons when one goes there from this one: the runs that are looked at. */
export function comparedRuns(route: Route, search = window.location.search): string {
  return route.page === "run"
    ? new URLSearchParams([["run", route.run]]).toString()
    : keepParams(search, route.page === "compare" ? ["run", "reference", "same", "find"] : ["run"]);
}

/** Says where one may only look, so that nobody seeks what is not offered. */
function RoleLabel({ project }: { project: string | null }) {
  const { data: me } = useQuery(whoAmIQuery());
  const may = useMay();
  // Who came by a share link is told so by a line of its own.
  if (!me || me.share !== null || project === null || may("editor", project)) return null;
  return (
    <span
      className={styles.role}
      title={
        me.user === null
          ? "This is a copy of a home elsewhere, for reading."
          : `You may see what is in ${project}, and not change it: an admin can give you the role editor there.`
      }
    >
      <Icon name="eye" size={13} />
      <span>view only</span>
    </span>
  );
}

const LIVE: Record<LiveStatus, { word: string; title: string }> = {
  connecting: { word: "connecting", title: "Connecting to the server" },
  live: { word: "live", title: "New points appear by themselves" },
  paused: { word: "paused", title: "Paused while this tab is hidden" },
  offline: { word: "offline", title: "The server does not answer; trying again every two seconds" },
  trouble: {
    word: "trouble",
    title: "The server answers with errors; its terminal says more. Trying again every two seconds",
  },
};

function LiveLabel() {
  const status = useLive((live) => live.status);
  const { word, title } = LIVE[status];
  return (
    <span className={styles.live} data-status={status} title={title} role="status">
      <span className={styles.dot} />
      <span>{word}</span>
    </span>
  );
}

const THEMES: Record<ThemeChoice, { next: ThemeChoice; icon: IconName; label: string }> = {
  system: { next: "light", icon: "screen", label: "Theme: as the system" },
  light: { next: "dark", icon: "sun", label: "Theme: light" },
  dark: { next: "system", icon: "moon", label: "Theme: dark" },
};

function ThemeButton() {
  const { choice, choose } = useThemeStore();
  const { next, icon, label } = THEMES[choice];
  return <IconButton icon={icon} label={label} onClick={() => choose(next)} />;
}
