import { useQueryClient } from "@tanstack/react-query";
import type { Comparison, XAxis } from "@/api/types";
import { formatX, metricOf, unitsPerSecond } from "@/charts/axis";
import { chartView } from "@/charts/view";
import { useHistory } from "@/edits/history";
import { useView } from "@/route/navigation";
import { aroundParting, findFirstParting } from "./partings";

/** Shows where two runs part first, and says by which metric; undefined where there are not two of them. */
export function useGoToParting(comparison: Comparison | undefined, showCurves: () => void) {
  const client = useQueryClient();
  const [view, change] = useView(chartView);
  const say = useHistory((history) => history.say);
  if (comparison?.runs.length !== 2) return undefined;
  const runs = comparison.runs.map(({ id }) => id);
  const axis: XAxis = metricOf(view.x) === null ? (view.x as XAxis) : "step";
  const go = async () => {
    say({ kind: "busy", text: "Searching for where they part …" });
    const found = await findFirstParting(client, runs, axis);
    const { step = null, x = null } = found?.parting ?? {};
    if (found === null || step === null || x === null) {
      say({ kind: "done", text: "No metric of theirs parts beyond its noise.", undo: false });
      return;
    }
    const at = axis === "step" ? formatX("step", step) : formatX(axis, x / unitsPerSecond(axis));
    change({ zoom: aroundParting(x, axis) });
    showCurves();
    say({ kind: "done", text: `${found.metric} parts first, at ${at}.`, undo: false });
  };
  return () =>
    void go().catch((error: Error) => say({ kind: "failed", text: error.message, hint: "Try again." }));
}
