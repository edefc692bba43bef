import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { EditToast } from "@/edits/EditToast";
import { ChartsPage } from "@/project/ChartsPage";
import { ProjectsPage } from "@/projects/ProjectsPage";
import { Link } from "@/route/Link";
import { goTo, keepParams, routeOf, useRoute } from "@/route/navigation";
import type { Route } from "@/route/paths";
import { SHARED_PARAMS } from "@/route/shared";
import { GuestBar } from "@/sharing/GuestBar";
import { Notice } from "@/ui/Notice";
import { ErrorBoundary } from "./ErrorBoundary";
import { comparedRuns, Header } from "./Header";
import { Help } from "./Help";
import {
  ArtifactsPage,
  beginCode,
  CollectionPage,
  ComparePage,
  DataPage,
  GalleryPage,
  MembersPage,
  OTHER_PAGES,
  PolicyPage,
  RegistryPage,
  ReportPage,
  ReportsPage,
  RunPage,
  RunsPage,
  SweepPage,
  SweepsPage,
  VersionPage,
} from "./pages";
import { preloadAtRest, preloadPointedAt } from "./preloading";
import { ReadingNotice } from "./ReadingNotice";
import { ServerNotice } from "./ServerNotice";
import { useShortcuts } from "./shortcuts";
import { useGlobalCommands } from "./useGlobalCommands";
import { WaitingBar } from "./WaitingBar";

const Palette = lazy(() => import("./Palette"));

/** In the frame of a notebook there is room for a run and no more; the link below it leads to the rest. */
const isFramed = window.self !== window.top;

export function App() {
  const route = useRoute();
  const client = useQueryClient();
  const [open, setOpen] = useState<"help" | "palette" | null>(null);
  const project = "project" in route ? route.project : null;
  const shared = () => (route.page === "run" ? "" : keepParams(window.location.search, SHARED_PARAMS));
  useEffect(() => preloadAtRest(OTHER_PAGES, () => client.isFetching() > 0), [client]);
  useEffect(() => preloadPointedAt((path) => beginCode(routeOf(path))), []);
  useShortcuts({
    openHelp: () => setOpen("help"),
    openPalette: () => setOpen("palette"),
    goToProjects: () => goTo({ page: "projects" }),
    goToCharts: () => project !== null && goTo({ page: "charts", project }, shared()),
    goToMedia: () => project !== null && goTo({ page: "media", project }, shared()),
    goToArtifacts: () => project !== null && goTo({ page: "artifacts", project }),
    goToSweeps: () => project !== null && goTo({ page: "sweeps", project }),
    goToReports: () => project !== null && goTo({ page: "reports", project }),
    goToRegistry: () => goTo({ page: "registry" }),
    goToRuns: () => project !== null && goTo({ page: "runs", project }, shared()),
    goToCompare: () => project !== null && goTo({ page: "compare", project }, comparedRuns(route)),
  });
  useGlobalCommands(route, () => setOpen("help"));
  return (
    <>
      {!isFramed && (
        <Header route={route} onPalette={() => setOpen("palette")} onHelp={() => setOpen("help")} />
      )}
      <GuestBar />
      <WaitingBar />
      <ServerNotice />
      <ReadingNotice />
      <ErrorBoundary key={JSON.stringify(route)} onRetry={() => void client.resetQueries()}>
        <Page route={route} />
      </ErrorBoundary>
      <EditToast />
      <Help route={route} open={open === "help"} onClose={() => setOpen(null)} />
      {open === "palette" && (
        <Suspense>
          <Palette project={project} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "projects":
      return <ProjectsPage />;
    case "charts":
      return <ChartsPage key={route.project} project={route.project} />;
    case "runs":
      return <RunsPage key={route.project} project={route.project} />;
    case "media":
      return <GalleryPage key={route.project} project={route.project} />;
    case "compare":
      return <ComparePage key={route.project} project={route.project} />;
    case "artifacts":
      return <ArtifactsPage key={route.project} project={route.project} />;
    case "collection":
      return (
        <CollectionPage key={`${route.project} ${route.name}`} project={route.project} name={route.name} />
      );
    case "version":
      return (
        <VersionPage
          key={`${route.project} ${route.name} ${route.version}`}
          project={route.project}
          name={route.name}
          version={route.version}
        />
      );
    case "sweeps":
      return <SweepsPage key={route.project} project={route.project} />;
    case "sweep":
      return <SweepPage key={route.sweep} project={route.project} sweep={route.sweep} />;
    case "reports":
      return <ReportsPage key={route.project} project={route.project} />;
    case "report":
      return <ReportPage key={route.report} project={route.project} report={route.report} />;
    case "registry":
      return <RegistryPage />;
    case "data":
      return <DataPage />;
    case "members":
      return <MembersPage />;
    case "policy":
      return <PolicyPage />;
    case "run":
      return <RunPage key={route.run} project={route.project} run={route.run} />;
    case "invitation": // `Entrance` shows it
    case "missing":
      return (
        <main>
          <Notice title="There is no page at this address.">
            <p>It may have been typed or cut off on the way.</p>
            <p>
              <Link to={{ page: "projects" }}>All projects</Link>
            </p>
          </Notice>
        </main>
      );
  }
}
