import { useQueryClient } from "@tanstack/react-query";
import { Popover } from "radix-ui";
import { useMemo } from "react";
import type { Place } from "@/charts/panels/lines/Readout";
import surface from "@/ui/Popover.module.css";
import { Composer } from "./Composer";
import { write } from "./deeds";
import styles from "./PanelComments.module.css";
import { useCommented } from "./useCommented";

interface Props {
  panel: string;
  title: string;
  /** What is on the x axis. */
  axis: string;
  /** In the API's units. */
  place: Place;
  /** The place in words. */
  said: string;
  onWritten(): void;
  onClose(): void;
}

/** A comment being written, at a place of a chart. */
export default function PlaceComment({ panel, title, axis, place, said, onWritten, onClose }: Props) {
  const client = useQueryClient();
  const of = useCommented();
  const { left, top, x } = place;
  const anchor = useMemo(
    () => ({ current: { getBoundingClientRect: () => new DOMRect(left, top, 0, 0) } }),
    [left, top],
  );
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className={surface.content}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={`Comment on ${title} at ${said}`}
        >
          <div className={styles.panel}>
            <h4 className={styles.title}>
              {title} at {said}
            </h4>
            <Composer
              label="Comment"
              placeholder="What should others know of it?"
              verb="Comment"
              draft={JSON.stringify([of, panel, axis, x])}
              focus
              onSend={async (text) => {
                const done = await write(client, { ...of, panel, x, x_axis: axis, text });
                if (done) {
                  onWritten();
                  onClose();
                }
                return done;
              }}
            />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
