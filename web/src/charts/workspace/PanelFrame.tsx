import { memo, type PointerEvent, useCallback, useMemo, useRef, useState } from "react";
import { PanelComments } from "@/comments/PanelComments";
import { isGuest } from "@/sharing/guest";
import { IconButton } from "@/ui/Button";
import { useCharts } from "../context";
import type { PanelReport } from "../panels/kind";
import { titleOf } from "../panels/registry";
import { SightProvider } from "../sight";
import { useActions } from "./actions";
import type { PlacedPanel } from "./layout";
import { HEAD_PX } from "./layout";
import { PanelBody } from "./PanelBody";
import { PanelCommands, pointAt } from "./PanelCommands";
import styles from "./PanelFrame.module.css";
import { PanelMenu } from "./PanelMenu";
import { PanelSettings } from "./PanelSettings";
import { ResizeHandle } from "./ResizeHandle";

interface Props {
  placed: PlacedPanel;
  /** One column with the gap after it. */
  columnPx: number;
  /** Otherwise it is only near it. */
  inSight: boolean;
  dragged: boolean;
  /** A dragged panel would come to stand before or behind this one. */
  drop: "before" | "after" | null;
  onDrag(event: PointerEvent<Element>, id: string): void;
}

type Beside = Pick<PanelReport, "mark" | "over" | "value" | "offer">;
const NOTHING: Beside = { mark: "", value: "" };

const isSame = (a: Beside, b: Beside): boolean =>
  a.mark === b.mark && a.over === b.over && a.value === b.value && a.offer?.title === b.offer?.title;

/** A panel in its place: what it is called, what can be done with it, and its body. */
export const PanelFrame = memo(function PanelFrame(props: Props) {
  const { placed, columnPx, inSight, dragged, drop, onDrag } = props;
  const { panel, left, top, width, height } = placed;
  const { settings: page } = useCharts();
  const actions = useActions();
  const title = titleOf(panel);
  const report = useRef<PanelReport | null>(null);
  const [{ mark, over, value, offer }, setBeside] = useState<Beside>(NOTHING);
  const onReport = useCallback((next: PanelReport) => {
    report.current = next;
    setBeside((now) => (isSame(now, next) ? now : next));
  }, []);
  const style = useMemo(
    () => ({ transform: `translate(${left}px, ${top}px)`, width, height }),
    [left, top, width, height],
  );
  return (
    <article
      className={styles.frame}
      style={style}
      aria-label={title}
      data-panel={panel.id}
      data-metric={panel.metric ?? undefined}
      data-dragged={dragged}
      data-drop={drop ?? undefined}
      onPointerEnter={() => pointAt(panel.id)}
    >
      <PanelCommands panel={panel} title={title} report={report} />
      <header
        className={styles.head}
        data-settled={actions.settled}
        onPointerDown={actions.settled ? undefined : (event) => onDrag(event, panel.id)}
      >
        <h3 className={styles.name} title={title}>
          {title}
        </h3>
        {over && <span className={styles.over}>{over}</span>}
        {mark !== "" && <span className={styles.mark}>{mark}</span>}
        {offer && (
          <button
            type="button"
            className={styles.offer}
            title={offer.title}
            aria-pressed={offer.on}
            onClick={() => report.current?.offer?.turn()}
          >
            {offer.label}
          </button>
        )}
        <span className={styles.space} />
        {value !== "" && (
          <span className={styles.value} data-number="">
            {value}
          </span>
        )}
        {!isGuest && <PanelComments panel={panel.id} title={title} />}
        <div className={styles.tools}>
          {!actions.settled && <PanelSettings panel={panel} title={title} page={page} />}
          <IconButton small icon="expand" label={`Enlarge ${title}`} onClick={() => actions.enlarge(panel)} />
          <PanelMenu panel={panel} title={title} report={report} />
        </div>
      </header>
      <SightProvider value={inSight}>
        <PanelBody
          panel={panel}
          title={title}
          height={height - HEAD_PX - 6}
          full={false}
          onReport={onReport}
        />
      </SightProvider>
      {!actions.settled && <ResizeHandle placed={placed} columnPx={columnPx} />}
    </article>
  );
});
