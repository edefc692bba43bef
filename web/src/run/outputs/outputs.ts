import type { ArtifactVersion, RunArtifact } from "@/api/types";

/** A state of an output that the run kept. */
export interface Checkpoint {
  version: ArtifactVersion;
  step: number | null;
  metric: string;
  value: number | null;
  written_time: number;
  isBest: boolean;
}

/** A file or folder that the run wrote, with its states: the newest first. */
export interface Output {
  path: string;
  isFolder: boolean;
  checkpoints: Checkpoint[];
  /** How many states went since then. */
  gone: number;
  retention: Partial<Record<"best" | "every" | "last", number>> | null;
  metric: string;
}

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** The outputs among what a run logged, by path. */
export function outputsOf(artifacts: readonly RunArtifact[]): Output[] {
  const versions = new Map<string, ArtifactVersion[]>();
  for (const { role, version } of artifacts) {
    const path = version.metadata.output_path;
    if (role !== "logged" || typeof path !== "string") continue;
    versions.set(path, [...(versions.get(path) ?? []), version]);
  }
  return [...versions]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([path, all]) => outputOf(path, all));
}

function outputOf(path: string, all: readonly ArtifactVersion[]): Output {
  const kept = all.filter(({ deleted }) => !deleted);
  const last = all.at(-1);
  const retention = last?.metadata.retention;
  const best = bestOf(kept);
  const checkpoints = kept.map((version) => ({
    version,
    step: version.step,
    metric: textOf(version.metadata.metric),
    value: numberOf(version.metadata.value),
    written_time: numberOf(version.metadata.written_time) ?? version.created_time,
    isBest: version === best,
  }));
  return {
    path,
    isFolder: last?.metadata.is_folder === true,
    checkpoints: checkpoints.sort((a, b) => b.written_time - a.written_time),
    gone: all.length - kept.length,
    retention: isRetention(retention) ? retention : null,
    metric: textOf(last?.metadata.metric),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const isRetention = (value: unknown): value is Output["retention"] =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The one with the best value, of equal ones the first; undefined where fewer than two can be told apart. */
function bestOf(versions: readonly ArtifactVersion[]): ArtifactVersion | undefined {
  let best: ArtifactVersion | undefined;
  let bestValue = 0;
  let known = 0;
  for (const version of versions) {
    const value = numberOf(version.metadata.value);
    if (value === null) continue;
    known += 1;
    const ranked = version.metadata.goal === "minimize" ? -value : value;
    if (best === undefined || ranked > bestValue) [best, bestValue] = [version, ranked];
  }
  return known > 1 ? best : undefined;
}

/** What is kept of an output, in words. */
export function retentionWords({ retention, gone }: Pick<Output, "retention" | "gone">): string {
  const { best, every, last } = retention ?? {};
  if (last === 1 && best === undefined && every === undefined) return "rolling: the last state alone";
  const parts = [
    best && `the best ${best}`,
    every && `every ${ordinal(every)}`,
    last && (last === 1 ? "the last one" : `the last ${last}`),
  ].filter(Boolean);
  if (parts.length > 0) return `kept: ${parts.join(", ")}`;
  return gone > 0 ? "" : "all states are kept";
}

const ordinal = (n: number): string => {
  const tail = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${tail}`;
};
