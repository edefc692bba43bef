export interface Section {
  /** What precedes the last `/` of its metrics; empty for metrics without one. */
  name: string;
  metrics: string[];
  system: boolean;
}

export const isSystem = (name: string): boolean => name === "sys" || name.startsWith("sys/");

/** Groups metric names by what precedes their last `/`; the names arrive sorted, system sections come last. */
export function groupSections(names: readonly string[]): Section[] {
  const sections = new Map<string, Section>();
  for (const metric of names) {
    const name = metric.slice(0, Math.max(0, metric.lastIndexOf("/")));
    const section = sections.get(name);
    if (section) section.metrics.push(metric);
    else sections.set(name, { name, metrics: [metric], system: isSystem(metric) });
  }
  return [...sections.values()].sort((a, b) => Number(a.system) - Number(b.system) || order(a.name, b.name));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
