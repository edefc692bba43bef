import { useEffect, useMemo } from "react";
import { useActions } from "./actions";
import type { PanelSection } from "./arrange";
import { HEAD_PX, isInSight, type Layout, layOut, withinWindow } from "./layout";
import { NothingFound } from "./NothingFound";
import { PanelFrame } from "./PanelFrame";
import { useReveal } from "./reveal";
import { SectionHead } from "./SectionHead";
import styles from "./Sections.module.css";
import { usePanelDrag } from "./usePanelDrag";
import { useScrollWindow } from "./useScrollWindow";

interface Props {
  sections: readonly PanelSection[];
  /** What scrolls them; null until it is there. */
  scroller: HTMLElement | null;
  isOpen(section: PanelSection): boolean;
  noteOf(section: PanelSection): string;
  onToggle(section: string): void;
}

/** The panels under their sections, of which only those near what is in sight exist. */
export function Sections({ sections, scroller, isOpen, noteOf, onToggle }: Props) {
  const actions = useActions();
  const window = useScrollWindow(scroller);
  const { width } = window;
  const openNames = sections.filter(isOpen).map(({ name }) => name);
  const openKey = openNames.join("\n");
  const layout = useMemo(() => {
    const open = new Set(openKey.split("\n"));
    return layOut(sections, ({ name }) => open.has(name), width);
  }, [sections, openKey, width]);
  useScrollTo(layout, scroller);
  const drag = usePanelDrag(sections, actions);
  return (
    <div className={styles.canvas} style={{ height: layout.height }}>
      {width > 0 &&
        withinWindow(layout, window).map(({ section: placed, panels }) => {
          const { section, open, top, height } = placed;
          const { name } = section;
          return (
            <section key={name} className={styles.section} style={{ top, height }} aria-label={name}>
              <SectionHead
                name={name}
                count={section.panels.length}
                open={open}
                rule={section.rule}
                note={noteOf(section)}
                isSet={Object.keys(actions.settingsOfSection(name)).length > 0}
                onToggle={() => onToggle(name)}
              />
              {open && section.rule && section.panels.length === 0 && (
                <NothingFound name={name} rule={section.rule} />
              )}
              {panels.map((each) => (
                <PanelFrame
                  key={each.panel.id}
                  placed={each}
                  columnPx={layout.columnPx}
                  inSight={isInSight(placed, each, window.sight)}
                  dragged={drag.dragged === each.panel.id}
                  drop={drag.dropAt?.id === each.panel.id ? drag.dropAt.side : null}
                  onDrag={drag.begin}
                />
              ))}
            </section>
          );
        })}
    </div>
  );
}

function useScrollTo(layout: Layout, scroller: HTMLElement | null): void {
  const { id, section } = useReveal();
  useEffect(() => {
    const named = section === null ? null : layout.sections.find((each) => each.section.name === section);
    if (named) {
      scroller?.scrollTo({ top: named.top });
      useReveal.setState({ section: null });
    }
  }, [section, layout, scroller]);
  useEffect(() => {
    if (id === null) return;
    for (const { top, panels } of layout.sections) {
      const placed = panels.find(({ panel }) => panel.id === id);
      if (!placed) continue;
      scroller?.scrollTo({ top: top + placed.top - 2 * HEAD_PX });
      useReveal.setState({ id: null });
    }
  }, [id, layout, scroller]);
}
