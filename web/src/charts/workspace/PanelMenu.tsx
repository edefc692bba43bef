import { lazy, type RefObject } from "react";
import { IconButton } from "@/ui/Button";
import type { PanelReport } from "../panels/kind";
import { LazyPopover } from "./LazyPopover";
import type { PlacedPanel } from "./layout";

const PanelMenuItems = lazy(() => import("./PanelMenuItems"));

interface Props {
  placed: PlacedPanel;
  title: string;
  report: RefObject<PanelReport | null>;
}

export function PanelMenu({ placed, title, report }: Props) {
  return (
    <LazyPopover
      label={`Menu of ${title}`}
      trigger={<IconButton small icon="more" label={`Menu of ${title}`} />}
    >
      {(close) => <PanelMenuItems placed={placed} title={title} report={report.current} onDone={close} />}
    </LazyPopover>
  );
}
