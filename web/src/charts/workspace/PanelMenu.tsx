import { lazy, type RefObject } from "react";
import { IconButton } from "@/ui/Button";
import type { PanelReport } from "../panels/kind";
import type { Panel } from "./arrange";
import { LazyPopover } from "./LazyPopover";

const PanelMenuItems = lazy(() => import("./PanelMenuItems"));

interface Props {
  panel: Panel;
  /** It fills the window: it has no place and no size there. */
  full?: boolean;
  title: string;
  report: RefObject<PanelReport | null>;
}

export function PanelMenu({ panel, full = false, title, report }: Props) {
  return (
    <LazyPopover
      label={`Menu of ${title}`}
      trigger={<IconButton small icon="more" label={`Menu of ${title}`} />}
    >
      {(close) => (
        <PanelMenuItems panel={panel} full={full} title={title} report={report.current} onDone={close} />
      )}
    </LazyPopover>
  );
}
