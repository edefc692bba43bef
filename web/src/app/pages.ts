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

const CODE: Partial<Record<Route["page"], { preload(): Promise<void> }>> = {
  artifacts: ArtifactsPage,
  collection: CollectionPage,
  version: VersionPage,
  registry: RegistryPage,
  data: DataPage,
  members: MembersPage,
  policy: PolicyPage,
  sweeps: SweepsPage,
  sweep: SweepPage,
  reports: ReportsPage,
  report: ReportPage,
  compare: ComparePage,
  media: GalleryPage,
  run: RunPage,
  runs: RunsPage,
};

/** Begins to fetch the code of the page at an address. */
export const beginCode = (route: Route): void => void CODE[route.page]?.preload();

/** Begins to fetch what the page at an address needs, before anything is drawn. */
export function beginPage(route: Route, client: QueryClient): void {
  beginCode(route);
  // Which columns there are decides what is asked of the runs.
  if (route.page === "runs") void client.prefetchQuery(columnsQuery(route.project));
}

/** The pages that one may go on to, the likeliest first. */
export const OTHER_PAGES = [
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
];
