import { useMemo, useRef } from "react";
import { useMayEdit } from "@/access/rights";
import { kindOf, ownSettings, titleOf } from "../panels/registry";
import { writeEntries } from "../settings/pack";
import type { WorkspaceActions } from "./actions";
import type { Panel, PanelSection } from "./arrange";
import { addPanel, changePanel, changeSection, changeSettings, movePanel, removePanel } from "./edits";
import { moveRule, removeRule } from "./rules";
import type { Workspace } from "./state";
import { useUndo } from "./undo";
import type { EditWorkspace } from "./useWorkspace";

interface Page {
  settled?: boolean;
  workspace: Workspace;
  edit: EditWorkspace;
  sections: readonly PanelSection[];
  enlarge(panel: Panel | null): void;
  describeSection?(section: string): void;
  toReport?(panel: Panel): void;
}

/** The actions of a page; the same object as long as the page is there, so that panels need not be drawn anew. */
export function useWorkspaceActions(page: Page): WorkspaceActions {
  const latest = useRef(page);
  latest.current = page;
  const settled = page.settled ?? false;
  const canReport = useMayEdit() && page.toReport !== undefined;
  return useMemo<WorkspaceActions>(() => {
    const change: EditWorkspace = (make, step) => latest.current.edit(make, step);
    const neighbours = (panel: Panel) => {
      const own = latest.current.sections.find(({ panels }) => panels.includes(panel))?.panels ?? [];
      return { own, place: own.indexOf(panel) };
    };
    const remove = (what: string, make: (now: Workspace) => Workspace) => {
      const before = latest.current.workspace;
      change(make);
      useUndo.getState().offer(`${what} was removed.`, () => change(() => before));
    };
    const offer = (panel: Panel, done: string, back: (now: Workspace) => Workspace) =>
      useUndo.getState().offer(`${titleOf(panel)} was ${done}.`, () => change(back));
    const move = (panel: Panel, before: string | null) => {
      const { own, place } = neighbours(panel);
      const next = own[place + 1]?.id ?? null;
      if (before === next || before === panel.id) return;
      change((now) => movePanel(now, panel.id, before));
      offer(panel, "moved", (now) => movePanel(now, panel.id, next));
    };
    return {
      settled,
      settingsOfSection: (section) => latest.current.workspace.sections.get(section) ?? {},
      changeSection: (section, settings) => change((now) => changeSection(now, section, settings), "replace"),
      describeSection: (section) => latest.current.describeSection?.(section),
      shiftSection: (section, by) => change((now) => moveRule(now, section, by)),
      removeSection: (section) => remove(`The section ${section}`, (now) => removeRule(now, section)),
      changePanel: (panel, settings) => {
        const kind = kindOf(panel.kind);
        if (kind) change((now) => changeSettings(now, panel.id, kind.settings, settings), "replace");
      },
      rename: (panel, title) => change((now) => changePanel(now, panel.id, { title }), "replace"),
      resize: (panel, columns, rows, step) => {
        change((now) => changePanel(now, panel.id, { columns, rows }), step);
        if (step === "replace") return;
        const was = { columns: panel.columns, rows: panel.rows };
        offer(panel, "resized", (now) => changePanel(now, panel.id, was));
      },
      move,
      nudge: (panel, by) => {
        const { own, place } = neighbours(panel);
        if (by < 0 && place > 0) move(panel, own[place - 1]?.id ?? null);
        if (by > 0 && place < own.length - 1) move(panel, own[place + 2]?.id ?? null);
      },
      duplicate: (panel) => {
        const kind = kindOf(panel.kind);
        if (!kind) return;
        const { own, place } = neighbours(panel);
        const { section, columns, rows, change: said } = panel;
        const entries = writeEntries(kind.settings, ownSettings(kind, panel));
        const copy = { kind: panel.kind, section, title: said?.title ?? "", columns, rows, entries };
        let id = "";
        change((now) => {
          const [next, added] = addPanel(now, copy, own[place + 1]?.id ?? null);
          id = added;
          return next;
        });
        offer(panel, "duplicated", (now) => removePanel(now, id));
      },
      remove: (panel) => remove(titleOf(panel), (now) => removePanel(now, panel.id)),
      enlarge: (panel) => latest.current.enlarge(panel),
      toReport: canReport ? (panel) => latest.current.toReport?.(panel) : null,
    };
  }, [settled, canReport]);
}
