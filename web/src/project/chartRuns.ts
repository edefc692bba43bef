import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { firstRunsQuery } from "@/api/queries";
import { keepApart, type Slots, styleOfSlot } from "@/charts/colours";
import type { ChartRun } from "@/charts/lines/plot";
import { writeValue } from "@/filter/text";
import { useTheme } from "@/theme/theme";
import { cssColour } from "./runColours";

interface Named {
  id: string;
  name: string;
  display_id: string;
  /** The colour that the run was given, if any. */
  colour: string | null;
}

type Answered = [id: string, name: string, display_id: string, colour: string | null];
type Told = [id: string, name: string | null, slot: number | null, colour: string | null];

/** So many ids have room in an address. */
const ASKED_AT_ONCE = 100;

/** Runs by their ids, wherever they lie, as many at once as an address has room for. */
export const runsByIdQueries = (ids: readonly string[]) => chunks(ids, ASKED_AT_ONCE).map(namedQuery);

const namedQuery = (ids: readonly string[]) =>
  firstRunsQuery(
    { filter: `id in (${ids.map(writeValue).join(", ")})`, place: "all", fields: ["none"] },
    ids.length,
  );

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

/** The shown runs with their names and lines; names that no list has brought yet are asked for. */
export function useChartRuns(
  ids: readonly string[],
  known: readonly Named[],
  slots: Slots,
): readonly ChartRun[] {
  const theme = useTheme();
  const names = useMemo(() => new Map(known.map((run) => [run.id, run])), [known]);
  const missing = useMemo(() => ids.filter((id) => !names.has(id)), [ids, names]);
  const asked = useQueries({
    queries: runsByIdQueries(missing),
    combine: (answers) =>
      JSON.stringify(
        answers.flatMap(
          ({ data }) =>
            data?.runs.map(({ id, name, display_id, colour }) => [id, name, display_id, colour]) ?? [],
        ),
      ),
  });
  const { label, colours } = useMemo(() => {
    const found = new Map<string, Named>(names);
    for (const [id, name, display_id, colour] of JSON.parse(asked) as Answered[])
      found.set(id, { id, name, display_id, colour });
    return { label: labels(ids, found), colours: new Map(ids.map((id) => [id, found.get(id)?.colour])) };
  }, [ids, names, asked]);
  // The same runs under the same names must stay the same object: every chart depends on it.
  const key = JSON.stringify(ids.map((id) => [id, label.get(id), slots.get(id), colours.get(id)]));
  return useMemo(() => {
    const told = JSON.parse(key) as Told[];
    const styles = told.map(([, , slot, given]) => {
      const colour = cssColour(given, theme);
      return colour === undefined ? styleOfSlot(slot ?? undefined, theme) : { colour, dash: [] };
    });
    const apart = keepApart(styles, theme);
    return told.map(([id, name], index) => ({
      id,
      label: name ?? id,
      ...(apart[index] ?? styleOfSlot(undefined, theme)),
    }));
  }, [key, theme]);
}

/** Names, told apart by the display id where several runs share one. */
function labels(ids: readonly string[], runs: ReadonlyMap<string, Named>): Map<string, string> {
  const uses = new Map<string, number>();
  for (const id of ids) {
    const name = runs.get(id)?.name;
    if (name !== undefined) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const result = new Map<string, string>();
  for (const id of ids) {
    const run = runs.get(id);
    if (run) result.set(id, (uses.get(run.name) ?? 0) > 1 ? `${run.name} (${run.display_id})` : run.name);
  }
  return result;
}
