import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnsQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { useView } from "@/route/navigation";
import { list, searchView } from "@/route/search";
import { allColumns, arrangeColumns, defaultColumns, moveColumn, type TableColumn } from "./columns";
import { clampWidth, NO_WIDTHS, useDraggedWidth, widths } from "./columnWidths";
import { forgetColumns, useRememberedColumns } from "./rememberedColumns";
import { groupColumns } from "./seeds/groupColumns";

export const columnsView = searchView({ col: list(), pin: list(), width: widths() });
const NONE: readonly string[] = [];

export interface TableColumns {
  /** All that there are. */
  all: readonly TableColumn[];
  /** Those in the table, the pinned ones first. */
  shown: readonly TableColumn[];
  pinned: number;
  /** It is known which there are, or that nobody can say. */
  ready: boolean;
  /** The reader has chosen columns; otherwise the defaults are shown. */
  chosen: boolean;
  choose(keys: readonly string[] | null): void;
  toggle(key: string): void;
  /** Puts columns into the table that are not there yet, behind one that is. */
  add(keys: readonly string[], behind: string): void;
  togglePin(key: string): void;
  /** Puts a column before another, or behind all; among pinned ones it becomes one of them, and the other way round. */
  move(key: string, before: string | null): void;
  resize(key: string, width: number): void;
}

/** Which columns the table has, of runs or of groups, and how wide, as the address says. Numbers have `room` at least. */
export function useTableColumns(
  project: string,
  room: number,
  isGrouped = false,
  place?: Place,
): TableColumns {
  const [{ col, pin, width }, change] = useView(columnsView);
  useRememberedColumns(project, { col, pin, width }, change);
  const { data: known, isPending } = useQuery(columnsQuery(project, place));
  const dragged = useDraggedWidth();
  const wide = useMemo(
    () => (dragged.field === "" ? width : { ...width, [dragged.field]: dragged.width }),
    [width, dragged],
  );
  const all = useMemo(() => allColumns(known), [known]);
  const keys = useMemo(() => col ?? (isGrouped ? groupColumns : defaultColumns)(all), [col, all, isGrouped]);
  const pins = pin ?? NONE;
  const shown = useMemo(() => arrangeColumns(all, keys, pins, wide, room), [all, keys, pins, wide, room]);
  const pinned = shown.findIndex(({ key }) => !pins.includes(key));
  const toggled = (list: readonly string[], key: string) =>
    list.includes(key) ? list.filter((each) => each !== key) : [...list, key];
  return {
    all,
    shown,
    pinned: pinned < 0 ? shown.length : pinned,
    ready: !isPending,
    chosen: col !== null || width !== NO_WIDTHS,
    choose: (next) => {
      if (next === null) forgetColumns(project);
      change(next === null ? { col: null, pin: null, width: NO_WIDTHS } : { col: [...next] });
    },
    toggle: (key) => change({ col: toggled(keys, key), pin: keepPins(pins.filter((each) => each !== key)) }),
    add: (more, behind) => {
      const missing = more.filter((key) => !keys.includes(key));
      change({ col: keys.toSpliced(keys.indexOf(behind) + 1, 0, ...missing) });
    },
    togglePin: (key) => change({ pin: keepPins(toggled(pins, key)) }),
    move: (key, before) => {
      const order = moveColumn(
        shown.map((column) => column.key),
        key,
        before,
      );
      const isPinned = before !== null && pins.includes(before);
      const pin = order.filter((each) => (each === key ? isPinned : pins.includes(each)));
      change({ col: order, pin: keepPins(pin) });
    },
    resize: (key, next) => change({ width: { ...width, [key]: clampWidth(next) } }, "replace"),
  };
}

const keepPins = (pins: readonly string[]): string[] | null => (pins.length > 0 ? [...pins] : null);
