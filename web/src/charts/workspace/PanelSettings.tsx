import { lazy, useEffect } from "react";
import { IconButton } from "@/ui/Button";
import type { LineSettings } from "../settings/params";
import type { Panel } from "./arrange";
import { LazyPopover } from "./LazyPopover";
import { useReveal } from "./reveal";

const PanelForm = lazy(() => import("./PanelForm"));

interface Props {
  panel: Panel;
  title: string;
  page: LineSettings;
}

export function PanelSettings({ panel, title, page }: Props) {
  const begins = useReveal(({ settings }) => settings === panel.id);
  useEffect(() => {
    if (begins) useReveal.setState({ settings: null });
  }, [begins]);
  return (
    <LazyPopover
      begins={begins}
      label={`Settings of ${title}`}
      trigger={<IconButton small icon="settings" label={`Settings of ${title}`} />}
    >
      {() => <PanelForm panel={panel} title={title} page={page} />}
    </LazyPopover>
  );
}
