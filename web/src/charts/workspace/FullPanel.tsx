import { useCallback, useEffect, useRef, useState } from "react";
import { IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useKeyDown } from "@/ui/useKeyDown";
import { useCharts } from "../context";
import type { PanelReport } from "../panels/kind";
import { titleOf } from "../panels/registry";
import { useActions } from "./actions";
import type { Panel } from "./arrange";
import { PanelBody } from "./PanelBody";
import { PanelCommands, pointAt } from "./PanelCommands";
import { PanelMenu } from "./PanelMenu";
import { PanelSettings } from "./PanelSettings";

interface Props {
  panel: Panel;
  previous: Panel | null;
  next: Panel | null;
  onShow(panel: Panel | null): void;
}

/** What the dialog's frame takes of the window's height, and what lies beneath a chart's picture. */
const FRAME_PX = 48 + 45 + 32;
const BENEATH_PX = 220;
const LEAST_PX = 260;

const room = (): number => Math.max(LEAST_PX, window.innerHeight - FRAME_PX - BENEATH_PX);

/** A panel that fills the window; the arrow keys show the one before and the one after. */
export function FullPanel({ panel, previous, next, onShow }: Props) {
  const [height, setHeight] = useState(room);
  useEffect(() => {
    const onResize = () => setHeight(room());
    window.addEventListener("resize", onResize);
    return () => window.removeEventListener("resize", onResize);
  }, []);
  useKeyDown((event) => {
    // What lies over the panel has the keys to itself.
    if (document.querySelectorAll('[role="dialog"]').length > 1) return;
    if (event.defaultPrevented || (event.target as Element).closest("input, select, textarea")) return;
    const to = event.key === "ArrowLeft" ? previous : event.key === "ArrowRight" ? next : null;
    if (to) onShow(to);
  });
  const title = titleOf(panel);
  const { settings: page } = useCharts();
  const { settled } = useActions();
  const report = useRef<PanelReport | null>(null);
  const onReport = useCallback((next: PanelReport) => {
    report.current = next;
  }, []);
  useEffect(() => pointAt(panel.id), [panel.id]);
  return (
    <Dialog
      title={title}
      open
      full
      onClose={() => onShow(null)}
      tools={
        <>
          {!settled && <PanelSettings panel={panel} title={title} page={page} />}
          <PanelMenu panel={panel} title={title} report={report} full />
          <IconButton
            icon="chevronLeft"
            label={previous ? `Previous: ${titleOf(previous)}` : "No panel before this one"}
            disabled={!previous}
            onClick={() => onShow(previous)}
          />
          <IconButton
            icon="chevronRight"
            label={next ? `Next: ${titleOf(next)}` : "No panel after this one"}
            disabled={!next}
            onClick={() => onShow(next)}
          />
        </>
      }
    >
      <PanelBody key={panel.id} panel={panel} title={title} height={height} full onReport={onReport} />
      <PanelCommands panel={panel} title={title} report={report} />
    </Dialog>
  );
}
