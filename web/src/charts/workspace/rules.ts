import type { Workspace } from "./state";

/** What a reader does to sections that gather metrics by a rule. */

/** The id of a metric's chart in a section that gathers it: beside the metric's own chart it has a place and settings of its own. */
export const gatheredId = (section: string, metric: string): string => `${section}::${metric}`;

export interface SectionRule {
  name: string;
  /** A regular expression. */
  pattern: string;
}

/** Adds a section behind the others that gather. */
export function addRule(workspace: Workspace, { name, pattern }: SectionRule): Workspace {
  return { ...workspace, rules: new Map([...workspace.rules, [name, pattern]]) };
}

/** Changes the name and the pattern of a section; its settings and panels stay with it. */
export function changeRule(workspace: Workspace, from: string, { name, pattern }: SectionRule): Workspace {
  const rules = new Map(
    [...workspace.rules].map((rule): [string, string] => (rule[0] === from ? [name, pattern] : rule)),
  );
  if (name === from) return { ...workspace, rules };
  const own = gatheredId(from, "");
  const renamed = (id: string) => (id.startsWith(own) ? gatheredId(name, id.slice(own.length)) : id);
  return {
    rules,
    sections: new Map([...workspace.sections].map(([each, said]) => [each === from ? name : each, said])),
    panels: new Map(
      [...workspace.panels.values()].map((panel) => {
        const id = panel.kind === null ? renamed(panel.id) : panel.id;
        return [id, { ...panel, id, section: panel.section === from ? name : panel.section }];
      }),
    ),
    moves: workspace.moves.map(({ id, before }) => ({
      id: renamed(id),
      before: before === null ? null : renamed(before),
    })),
  };
}

/** Takes a section away with its settings and all that was added to it or changed in it. */
export function removeRule(workspace: Workspace, name: string): Workspace {
  const own = gatheredId(name, "");
  const panels = [...workspace.panels].filter(([id, { kind, section }]) =>
    kind === null ? !id.startsWith(own) : section !== name,
  );
  const gone = new Set([...workspace.panels.keys()].filter((id) => !panels.some(([kept]) => kept === id)));
  const isGone = (id: string) => gone.has(id) || id.startsWith(own);
  return {
    rules: new Map([...workspace.rules].filter(([each]) => each !== name)),
    sections: new Map([...workspace.sections].filter(([each]) => each !== name)),
    panels: new Map(panels),
    moves: workspace.moves.filter(({ id, before }) => !isGone(id) && !(before !== null && isGone(before))),
  };
}

/** Puts a section one place up (-1) or down (1) among those that gather. */
export function moveRule(workspace: Workspace, name: string, by: -1 | 1): Workspace {
  const rules = [...workspace.rules];
  const place = rules.findIndex(([each]) => each === name);
  const rule = rules[place];
  if (!rule || !rules[place + by]) return workspace;
  return { ...workspace, rules: new Map(rules.toSpliced(place, 1).toSpliced(place + by, 0, rule)) };
}
