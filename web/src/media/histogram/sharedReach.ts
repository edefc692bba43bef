import { useEffect, useMemo } from "react";
import { create } from "zustand";
import { joinedReach, type Reach } from "./overTime";

interface ReachStore {
  /** What each card of a key last drew, by the key and the way, and by the run and the sample. */
  seen: ReadonlyMap<string, ReadonlyMap<string, Reach>>;
}

const useSeen = create<ReachStore>(() => ({ seen: new Map() }));

/** Cards of a key share their axes, so that runs can be compared: this joins the reach of those that were drawn. */
export function useSharedReach(
  name: string,
  card: string,
  own: Reach | null,
  among: (card: string) => boolean,
): Reach | null {
  const { low, high, peak } = own ?? {};
  useEffect(() => {
    if (low === undefined || high === undefined || peak === undefined) return;
    const { seen } = useSeen.getState();
    const cards = seen.get(name);
    const before = cards?.get(card);
    if (before?.low === low && before.high === high && before.peak === peak) return;
    const next = new Map(cards).set(card, { low, high, peak });
    useSeen.setState({ seen: new Map(seen).set(name, next) });
  }, [name, card, low, high, peak]);
  const cards = useSeen(({ seen }) => seen.get(name));
  return useMemo(() => {
    if (low === undefined || high === undefined || peak === undefined) return null;
    const others = [...(cards ?? [])].flatMap(([each, reach]) => (among(each) ? [reach] : []));
    return joinedReach([{ low, high, peak }, ...others]);
  }, [cards, low, high, peak, among]);
}
