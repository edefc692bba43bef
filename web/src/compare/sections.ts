import type { Comparison } from "@/api/types";

export const SECTIONS = ["facts", "config", "summary", "metrics", "environment", "packages", "code"] as const;
export type SectionName = (typeof SECTIONS)[number];

export const SECTION_LABELS: Record<SectionName, string> = {
  facts: "Facts",
  config: "Config",
  summary: "Summary",
  metrics: "Metrics",
  environment: "Environment",
  packages: "Packages",
  code: "Code",
};

export type Tables = Pick<Comparison, SectionName>;
