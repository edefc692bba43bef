import type { RunDetail } from "@/api/types";

/** How a run ended that did not finish, and what that means for the reader. */
export interface Ending {
  title: string;
  /** What happened, as far as anybody knows; empty where the error says it. */
  meaning: string;
  /** Whether it can go on from where it was. */
  resumable: boolean;
}

const MEMORY = "sys/memory_percent";
const NEARLY_FULL = 90;

/** Null for a run that finished or still runs. */
export function endingOf({ state, summary }: Pick<RunDetail, "state" | "summary">): Ending | null {
  switch (state) {
    case "failed":
      return { title: "The run failed", meaning: "", resumable: false };
    case "crashed":
      return {
        title: "The run crashed",
        meaning: `Its process died without a word: it was killed by the system, or the machine went away. ${memoryOf(
          summary,
        )}Everything logged until then is here.`,
        resumable: true,
      };
    case "killed":
      return {
        title: "The run was killed",
        meaning: "Somebody ended its process. Everything logged until then is here.",
        resumable: true,
      };
    case "preempted":
      return {
        title: "The run was preempted",
        meaning: "The machine was taken away from it. Everything logged until then is here.",
        resumable: true,
      };
    default:
      return null;
  }
}

function memoryOf(summary: RunDetail["summary"]): string {
  const system = summary.sys;
  const nested = typeof system === "object" && system !== null && !Array.isArray(system) ? system : {};
  const percent = summary[MEMORY] ?? nested.memory_percent;
  return typeof percent === "number" && percent >= NEARLY_FULL
    ? `When it was last measured, ${Math.round(percent)} % of the memory was in use: it may have run out. `
    : "";
}

/** The line of Python that goes on with a run. */
export const resumeLine = (id: string): string => `runstone.init(id=${JSON.stringify(id)}, resume=True)`;
