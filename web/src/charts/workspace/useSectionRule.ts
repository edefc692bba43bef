import { useState } from "react";
import type { SetView } from "@/route/navigation";
import type { ChartView } from "../view";
import { revealSection } from "./reveal";
import { addRule, changeRule, type SectionRule } from "./rules";
import type { Workspace } from "./state";
import type { EditWorkspace } from "./useWorkspace";

export interface AskedRule {
  /** What the reader is asked about; null while nothing is. */
  asked: SectionRule | null;
  /** Asks for a new section with a pattern to begin with. */
  add(pattern: string): void;
  /** Asks for changes of a section that there is. */
  change(section: string): void;
  save(rule: SectionRule): void;
  close(): void;
}

/** The name and the rule of a section that gathers, while the reader is asked for them. */
export function useSectionRule(
  workspace: Workspace,
  edit: EditWorkspace,
  view: ChartView,
  changeView: SetView<ChartView>,
): AskedRule {
  const [asked, ask] = useState<SectionRule | null>(null);
  // By then the menu, or the palette, has given the focus back, which would close what is open.
  const later = (rule: SectionRule) => void setTimeout(() => ask(rule));
  return {
    asked,
    add: (pattern) => later({ name: "", pattern }),
    change: (name) => later({ name, pattern: workspace.rules.get(name) ?? "" }),
    save: (rule) => {
      if (asked === null) return;
      const { name: from, pattern } = asked;
      const isNew = from === "";
      edit((now) => (isNew ? addRule(now, rule) : changeRule(now, from, rule)));
      const folded = view.sec
        ?.filter((name) => name === from || name !== rule.name)
        .map((name) => (name === from ? rule.name : name));
      // The search that was kept has done its work; another one stays.
      const m = isNew && pattern !== "" && pattern === view.m ? "" : view.m;
      changeView({ sec: folded?.length ? folded : null, m }, "replace");
      if (isNew) revealSection(rule.name);
      ask(null);
    },
    close: () => ask(null),
  };
}
