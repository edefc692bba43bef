import type { Panel, PanelSection } from "./arrange";
import { type Cell, packGrid } from "./packing";

export const HEAD_PX = 34;
/** A panel of one row, with its frame. */
export const ROW_PX = 236;
export const GAP_PX = 10;
/** What is said in a section without panels. */
export const EMPTY_PX = 64;
const LEAST_WIDTH_PX = 320;
const SECTION_GAP_PX = 8;

export interface PlacedPanel {
  panel: Panel;
  left: number;
  top: number;
  width: number;
  height: number;
  /** How many columns it takes here, where there may be fewer than it wants. */
  columns: number;
}

export interface PlacedSection {
  section: PanelSection;
  open: boolean;
  top: number;
  height: number;
  panels: readonly PlacedPanel[];
}

export interface Layout {
  height: number;
  columns: number;
  /** One column with the gap after it. */
  columnPx: number;
  sections: readonly PlacedSection[];
}

/** Where everything lies, reckoned without drawing anything: so a page of 10,000 charts costs those in sight. */
export function layOut(
  sections: readonly PanelSection[],
  isOpen: (section: PanelSection) => boolean,
  width: number,
): Layout {
  const columns = Math.max(1, Math.floor((width + GAP_PX) / (LEAST_WIDTH_PX + GAP_PX)));
  const columnPx = (width + GAP_PX) / columns;
  let top = 0;
  const placed = sections.map((section): PlacedSection => {
    const open = isOpen(section);
    const { cells, rows } = open ? packGrid(section.panels, columns) : { cells: [], rows: 0 };
    const panels = cells.map((cell, index) => place(section.panels[index] as Panel, cell, columnPx));
    const body = open && section.panels.length === 0 ? EMPTY_PX : rows * (ROW_PX + GAP_PX);
    const height = HEAD_PX + body + SECTION_GAP_PX;
    const at = { section, open, top, height, panels };
    top += height;
    return at;
  });
  return { height: top, columns, columnPx, sections: placed };
}

/** Panels lie relative to the head of their section. */
function place(panel: Panel, cell: Cell, columnPx: number): PlacedPanel {
  return {
    panel,
    left: Math.round(cell.column * columnPx),
    top: HEAD_PX + cell.row * (ROW_PX + GAP_PX),
    width: Math.round(cell.columns * columnPx - GAP_PX),
    height: cell.rows * (ROW_PX + GAP_PX) - GAP_PX,
    columns: cell.columns,
  };
}

export interface Window {
  top: number;
  bottom: number;
}

/** Whether a panel of a section reaches into the window. */
const isWithin = (section: PlacedSection, panel: PlacedPanel, { top, bottom }: Window): boolean =>
  section.top + panel.top < bottom && section.top + panel.top + panel.height > top;

const ABOVE_PLOT_PX = HEAD_PX + 8;

/** Whether more of a panel than its head is within. */
export const isInSight = (section: PlacedSection, panel: PlacedPanel, { top, bottom }: Window): boolean =>
  isWithin(section, panel, { top, bottom: bottom - ABOVE_PLOT_PX });

/** The sections that reach into the window; with each, its panels that do. */
export function withinWindow(
  { sections }: Layout,
  window: Window,
): { section: PlacedSection; panels: readonly PlacedPanel[] }[] {
  return sections
    .filter((section) => section.top < window.bottom && section.top + section.height > window.top)
    .map((section) => ({
      section,
      panels: section.panels.filter((panel) => isWithin(section, panel, window)),
    }));
}
