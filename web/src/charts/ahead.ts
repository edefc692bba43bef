import { useEffect, useRef } from "react";
import { sendPanels } from "@/api/panels";

type Range = readonly [number, number];
type Ask = (zoom: Range | null) => void;

const charts = new Set<{ readonly current: Ask }>();

/** `ask` is called with a new zoom of all charts before the page knows of it: what the chart will ask for can be on its way. */
export function useAhead(ask: Ask | null): void {
  const latest = useRef<Ask>(() => {});
  const is = ask !== null;
  useEffect(() => {
    latest.current = ask ?? (() => {});
  });
  useEffect(() => {
    if (!is) return;
    charts.add(latest);
    return () => {
      charts.delete(latest);
    };
  }, [is]);
}

/** The server reads while the page takes in its new address and draws what it has. */
export function askAhead(zoom: Range | null): void {
  for (const ask of charts) ask.current(zoom);
  sendPanels();
}
