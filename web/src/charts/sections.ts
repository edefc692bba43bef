import { compilePattern } from "@/ui/pattern";

export interface Section {
  /** What precedes the last `/` of its metrics, empty for metrics without one; `sys` holds all system metrics. */
  name: string;
  metrics: string[];
  system: boolean;
}

export const isSystem = (name: string): boolean => name === "sys" || name.startsWith("sys/");

const SYSTEM = "sys";

/** Groups metric names by what precedes their last `/`; the names arrive sorted, system metrics come last. */
export function groupSections(names: readonly string[]): Section[] {
  const sections = new Map<string, Section>();
  for (const metric of names) {
    const system = isSystem(metric);
    const name = system ? SYSTEM : metric.slice(0, Math.max(0, metric.lastIndexOf("/")));
    const section = sections.get(name);
    if (section) section.metrics.push(metric);
    else sections.set(name, { name, metrics: [metric], system });
  }
  return [...sections.values()].sort((a, b) => Number(a.system) - Number(b.system) || order(a.name, b.name));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The metrics that a regular expression finds, as the search for them does; what is none is looked for as it stands. */
export function gatherMetrics(names: readonly string[], pattern: string): string[] {
  const { matches } = compilePattern(pattern);
  return names.filter(matches);
}

const SIGNS = /[\\^$.*+?()[\]{}|]+/g;

/** What a section that gathers by a regular expression is called unless its reader says otherwise. */
export function suggestName(pattern: string): string {
  const words = pattern
    .replace(SIGNS, " ")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/^\/+|\/+$/g, "");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
