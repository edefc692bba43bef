import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ApiError } from "@/api/client";
import {
  restoreView,
  saveView,
  type ViewDetail,
  versionsQuery,
  viewQuery,
  viewVersionQuery,
} from "@/api/views";
import { type ReportDocument, readReport, writeReport } from "../document";
import { type Draft, draftOf, setDraft, useReportDraft } from "../drafts";

export interface OpenReport {
  /** As it is kept; undefined until it is here. */
  saved: ViewDetail | undefined;
  /** null where this version of the program cannot read it. */
  report: ReportDocument | null;
  name: string;
  draft: Draft | null;
  error: Error | null;
  /** What went wrong when it was saved. */
  problem: { text: string; conflict: boolean } | null;
  rename(name: string): void;
  change(make: (report: ReportDocument) => ReportDocument): void;
  discard(): void;
  /** Has a draft back that was discarded. */
  rewrite(draft: Draft): void;
  /** Gives whether it is saved. `over` replaces what somebody else saved meanwhile. */
  save(over?: boolean): Promise<boolean>;
  /** Saves it again as it was in a version; by default as it was before it was removed. */
  restore(revision?: string): Promise<boolean>;
  retry(): void;
}

/**
 * A report as it is kept and, while it is written, the draft of it. What a reader turns over without writing, a y axis or
 * the outliers of a chart, stays with the page. With `version` it is as it was then.
 */
export function useReport(id: string, writing: boolean, version: string): OpenReport {
  const client = useQueryClient();
  const newest = useQuery(viewQuery(id));
  const old = useQuery(viewVersionQuery(id, version));
  const query = version === "" ? newest : old;
  const saved = query.data;
  const kept = useMemo(() => readReport(saved?.document), [saved]);
  const draft = useReportDraft(id);
  const [touched, setTouched] = useState<{ of: ReportDocument; report: ReportDocument } | null>(null);
  const [problem, setProblem] = useState<OpenReport["problem"]>(null);
  const read = touched?.of === kept ? touched.report : kept;
  const drafted = (): Draft | null => {
    if (!saved || !kept) return null;
    return draftOf(id) ?? { base: saved.revision, name: saved.name, document: kept };
  };
  const take = (next: ViewDetail) => {
    client.setQueryData(viewQuery(id).queryKey, next);
    void client.invalidateQueries({
      queryKey: ["views"],
      predicate: ({ queryKey }) => queryKey[1] !== "one",
    });
  };
  const attempt = async (act: () => Promise<ViewDetail>): Promise<boolean> => {
    setProblem(null);
    try {
      take(await act());
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const conflict = error.code === "conflict";
      // First what they wrote: whoever is asked whether to replace it replaces that, and nothing older.
      if (conflict) await newest.refetch();
      setProblem({ text: error.message, conflict });
      return false;
    }
  };
  return {
    saved,
    report: writing ? (draft?.document ?? kept) : read,
    name: (writing ? draft?.name : undefined) ?? saved?.name ?? "",
    draft,
    error: query.error,
    problem,
    rename: (name) => {
      const now = drafted();
      if (now) setDraft(id, { ...now, name });
    },
    change: (make) => {
      if (!writing) {
        setTouched((now) => {
          const before = now?.of === kept ? now.report : kept;
          return before && kept && { of: kept, report: make(before) };
        });
        return;
      }
      const now = drafted();
      if (now) setDraft(id, { ...now, document: make(now.document) });
    },
    discard: () => {
      setProblem(null);
      setDraft(id, null);
    },
    rewrite: (before) => setDraft(id, before),
    save: async (over = false) => {
      const now = draftOf(id);
      if (!saved || now === null) return true;
      const done = await attempt(() =>
        saveView({
          id,
          expected_revision: over ? saved.revision : now.base,
          name: now.name.trim() || saved.name,
          document: writeReport(now.document),
        }),
      );
      if (done) setDraft(id, null);
      return done;
    },
    restore: (revision) =>
      attempt(async () => {
        const now = await client.fetchQuery({ ...viewQuery(id), staleTime: 0 });
        const { versions } = await client.fetchQuery({ ...versionsQuery(id), staleTime: 0 });
        const last = versions.find(({ removed }) => !removed)?.revision;
        return restoreView(id, revision ?? last ?? now.revision, now.revision);
      }),
    retry: () => void query.refetch(),
  };
}
