import { describe, expect, it } from "vitest";
import { endingOf, resumeLine } from "./ending";

describe("how a run ended", () => {
  it("says nothing of runs that finished or still run", () => {
    for (const state of ["running", "finished", "preempting"] as const)
      expect(endingOf({ state, summary: {} })).toBeNull();
  });

  it("suspects the memory where it was nearly full", () => {
    const full = { "sys/memory_percent": 97.4 };
    expect(endingOf({ state: "crashed", summary: full })?.meaning).toContain("97 % of the memory");
    expect(endingOf({ state: "crashed", summary: { sys: { memory_percent: 95 } } })?.meaning).toContain(
      "95 %",
    );
    expect(endingOf({ state: "crashed", summary: { "sys/memory_percent": 40 } })?.meaning).not.toContain("%");
  });

  it("writes the line that goes on with the run", () => {
    expect(resumeLine("a1b2")).toBe('runstone.init(id="a1b2", resume=True)');
    expect(resumeLine('odd "id"')).toBe('runstone.init(id="odd \\"id\\"", resume=True)');
  });
});
