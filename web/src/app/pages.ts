import type { QueryClient } from "@tanstack/react-query";
import { columnsQuery } from "@/api/queries";
import type { Route } from "@/route/paths";
import { lazyPage } from "./lazyPage";

// The first page need not bring the others along.
export const ArtifactsPage = lazyPage(() => import("@/artifacts/ArtifactsPage").then((page) => page.default));
export const CollectionPage = lazyPage(() =>
  import("@/artifacts/collection/CollectionPage").then((page) => page.default),
);
export const VersionPage = lazyPage(() =>
  import("@/artifacts/version/VersionPage").then((page) => page.default),
);
export const RegistryPage = lazyPage(() =>
  import("@/artifacts/registry/RegistryPage").then((page) => page.default),
);
export const ComparePage = lazyPage(() => import("@/compare/ComparePage").then((page) => page.default));
export const DataPage = lazyPage(() => import("@/data/DataPage").then((page) => page.default));
export const MembersPage = lazyPage(() => import("@/access/MembersPage").then((page) => page.default));
export const PolicyPage = lazyPage(() => import("@/policy/PolicyPage").then((page) => page.default));
export const GalleryPage = lazyPage(() => import("@/media/GalleryPage").then((page) => page.default));
export const SweepsPage = lazyPage(() => import("@/sweeps/SweepsPage").then((page) => page.default));
export const SweepPage = lazyPage(() => import("@/sweeps/sweep/SweepPage").then((page) => page.default));
export const ReportsPage = lazyPage(() => import("@/reports/ReportsPage").then((page) => page.default));
export const ReportPage = lazyPage(() => import("@/reports/report/ReportPage").then((page) => page.default));
export const RunPage = lazyPage(() => import("@/run/RunPage").then((page) => page.RunPage));
export const RunsPage = lazyPage(() => import("@/runs/RunsPage").then((page) => page.default));

/** Begins to fetch what the page at an address needs, before anything is drawn. */
export function beginPage(route: Route, client: QueryClient): void {
  if (route.page === "artifacts") ArtifactsPage.preload();
  if (route.page === "collection") CollectionPage.preload();
  if (route.page === "version") VersionPage.preload();
  if (route.page === "registry") RegistryPage.preload();
  if (route.page === "data") DataPage.preload();
  if (route.page === "members") MembersPage.preload();
  if (route.page === "policy") PolicyPage.preload();
  if (route.page === "sweeps") SweepsPage.preload();
  if (route.page === "sweep") SweepPage.preload();
  if (route.page === "reports") ReportsPage.preload();
  if (route.page === "report") ReportPage.preload();
  if (route.page === "compare") ComparePage.preload();
  if (route.page === "media") GalleryPage.preload();
  if (route.page === "run") RunPage.preload();
  if (route.page === "runs") {
    RunsPage.preload();
    // Which columns there are decides what is asked of the runs.
    void client.prefetchQuery(columnsQuery(route.project));
  }
}

/** Fetches the code of all pages, so that the next one is there at once. */
export function preloadPages(): void {
  for (const page of [
    RunsPage,
    RunPage,
    GalleryPage,
    ComparePage,
    ArtifactsPage,
    CollectionPage,
    VersionPage,
    SweepsPage,
    SweepPage,
    ReportsPage,
    ReportPage,
  ])
    page.preload();
}
