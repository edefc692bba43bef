import { useMemo } from "react";
import { create } from "zustand";
import type { Json } from "@/api/types";
import { type ReportDocument, readReport, writeReport } from "./document";

/** What somebody writes and has not saved yet; it lasts as long as the tab, also through a reload. */
export interface Draft {
  /** The version that it was made from. */
  base: string;
  name: string;
  document: ReportDocument;
}

const KEY = "runstone.report.";

/** In a frame of another site, a browser may keep its storage closed: then drafts live as long as the page. */
function remembered(id: string): Draft | undefined {
  try {
    const said: unknown = JSON.parse(sessionStorage.getItem(KEY + id) ?? "null");
    if (typeof said !== "object" || said === null) return undefined;
    const { base, name, document } = said as Record<string, Json | undefined>;
    const read = readReport(document);
    return read && typeof base === "string" && typeof name === "string"
      ? { base, name, document: read }
      : undefined;
  } catch {
    return undefined;
  }
}

function remember(id: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(KEY + id);
    else
      sessionStorage.setItem(KEY + id, JSON.stringify({ ...draft, document: writeReport(draft.document) }));
  } catch {
    // The draft in memory is there.
  }
}

const useDrafts = create<{ drafts: Readonly<Record<string, Draft | null>> }>(() => ({ drafts: {} }));

export function draftOf(id: string): Draft | null {
  const known = useDrafts.getState().drafts[id];
  return known === undefined ? (remembered(id) ?? null) : known;
}

export function setDraft(id: string, draft: Draft | null): void {
  remember(id, draft);
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }));
}

/** What is not saved of a report; null if nothing. */
export function useReportDraft(id: string): Draft | null {
  const known = useDrafts(({ drafts }) => drafts[id]);
  const before = useMemo(() => remembered(id) ?? null, [id]);
  return known === undefined ? before : known;
}
