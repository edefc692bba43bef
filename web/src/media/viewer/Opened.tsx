import { type ReactNode, useMemo } from "react";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { useGallery } from "../gallery";
import { type OpenItem, parseItem } from "../mediaView";
import type { FullProps } from "../registry";
import { type Beside, type PaneItem, parseBeside, usePanes } from "./panes";

/** What fills the window. */
export interface OpenPanes {
  open: OpenItem;
  besides: readonly Beside[];
  /** The open item first. */
  panes: readonly PaneItem[];
  main: PaneItem;
}

interface Props extends FullProps {
  /** What an item is called. */
  noun: string;
  children(panes: OpenPanes): ReactNode;
}

/** What the address says is open, or why it cannot be shown. */
export function Opened({ noun, ...props }: Props) {
  const { view, runs } = useGallery();
  const open = useMemo(() => parseItem(view.item), [view.item]);
  if (open === null) return null;
  if (runs.some(({ id }) => id === open.run)) return <Panes {...props} open={open} />;
  return (
    <Dialog title={props.media.key} open onClose={props.onClose}>
      <Notice title={`The run of this ${noun} is not among those shown.`} inline>
        <p>Choose it in the list of runs to see the {noun}.</p>
      </Notice>
    </Dialog>
  );
}

function Panes({ media, open, children }: Omit<Props, "noun"> & { open: OpenItem }) {
  const { view } = useGallery();
  const besides = useMemo(() => parseBeside(view.beside), [view.beside]);
  const panes = usePanes(media, open, besides);
  const [main] = panes;
  return main ? children({ open, besides, panes, main }) : null;
}
