import { Suspense, useCallback, useMemo } from "react";

import { useCharts } from "../context";
import type { TellReport } from "../panels/kind";
import { kindOf, settingsOf } from "../panels/registry";
import { useActions } from "./actions";
import type { Panel } from "./arrange";
import { PanelBoundary } from "./PanelBoundary";
import styles from "./PanelFrame.module.css";

interface Props {
  panel: Panel;
  title: string;
  height: number;
  full: boolean;
  onReport: TellReport;
}

/** A panel's content with its settings. One that fails takes no other with it. */
export function PanelBody({ panel, title, height, full, onReport }: Props) {
  const { settings: page, said: definitions } = useCharts();
  const actions = useActions();
  const kind = kindOf(panel.kind);
  const section = actions.settingsOfSection(panel.section);
  const said = JSON.stringify(section);
  const settings = useMemo(
    () => (kind ? settingsOf(kind, panel, page, JSON.parse(said), definitions) : {}),
    [kind, panel, page, said, definitions],
  );
  const change = useCallback(
    (part: Record<string, unknown>) => actions.changePanel(panel, part),
    [actions, panel],
  );
  if (!kind) {
    return <p className={styles.note}>This version of runstone has no panel of the kind “{panel.kind}”.</p>;
  }
  const { Body } = kind;
  return (
    <PanelBoundary>
      <Suspense fallback={<div style={{ height }} />}>
        <Body
          panel={panel}
          title={title}
          settings={settings}
          height={height}
          full={full}
          onChange={change}
          onReport={onReport}
        />
      </Suspense>
    </PanelBoundary>
  );
}
