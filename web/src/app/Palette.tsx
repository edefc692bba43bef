import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { columnsQuery, firstRunsQuery, projectsQuery } from "@/api/queries";
import { keyText } from "@/app/bindings";
import { type Command, currentCommands } from "@/app/commands";
import { chartView } from "@/charts/view";
import { writeSearch } from "@/filter/text";
import { goTo } from "@/route/navigation";
import type { Route } from "@/route/paths";
import { writeView } from "@/route/search";
import { Dialog } from "@/ui/Dialog";
import { compilePattern, escapePattern } from "@/ui/pattern";
import styles from "./Palette.module.css";

interface Target {
  name: string;
  kind: string;
  go(): void;
}

const MAX_OF_A_KIND = 12;
/** All that can be done on a page: whoever opens the palette to look around finds everything. */
const MAX_ACTIONS = 80;

interface Props {
  project: string | null;
  onClose(): void;
}

/** Does what can be done here; jumps to a project, to a run of any project, or to a metric of this one. */
export default function Palette({ project, onClose }: Props) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const targets = useTargets(project, text.trim());
  const list = useRef<HTMLDivElement>(null);
  const chosen = targets[Math.min(at, targets.length - 1)];
  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    target.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") go(chosen);
    if (step === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(targets.length - 1, at + step));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title="Do or jump to" open hung onClose={onClose}>
      <input
        className={styles.input}
        type="text"
        data-autofocus=""
        role="combobox"
        aria-label="An action, project, run or metric"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={chosen ? `palette-${targets.indexOf(chosen)}` : undefined}
        placeholder="An action, project, run or metric"
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" ref={list} className={styles.list} role="listbox" aria-label="Places">
        {targets.map((target, index) => (
          <button
            key={`${target.kind} ${target.name} ${index}`}
            id={`palette-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            className={styles.item}
            aria-selected={target === chosen}
            onPointerMove={() => setAt(index)}
            onClick={() => go(target)}
          >
            <span className={styles.name}>{target.name}</span>
            <span className={styles.kind}>{target.kind}</span>
          </button>
        ))}
      </div>
      {targets.length === 0 && <p className={styles.kind}>Nothing matches.</p>}
    </Dialog>
  );
}

const keysOf = (keys: Command["keys"]): string =>
  keys === undefined ? "" : typeof keys === "string" ? keyText(keys) : keyText(...keys);

function useTargets(project: string | null, text: string): Target[] {
  const [commands] = useState(currentCommands);
  const projects = useQuery(projectsQuery()).data;
  const columns = useQuery({ ...columnsQuery(project ?? ""), enabled: project !== null }).data;
  const runs = useQuery({
    ...firstRunsQuery({ filter: writeSearch(text), fields: ["none"] }, MAX_OF_A_KIND),
    placeholderData: (previous) => previous,
  }).data?.runs;
  return useMemo(() => {
    const pattern = compilePattern(text);
    const words = text.split(/\s+/).map((word) => compilePattern(word));
    // "dark theme" finds "Theme: dark", too.
    const isMeant = (name: string) => pattern.matches(name) || words.every((word) => word.matches(name));
    const offered = commands.map(({ name, to, keys, run }) => ({
      // Who types the name of a run means the run first.
      first: to === undefined || pattern.matches(name) || !pattern.matches(to),
      target: { name: to === undefined ? name : `${name}: ${to}`, kind: keysOf(keys), go: run },
    }));
    const actions = (first: boolean) =>
      offered
        .filter((each) => each.first === first && isMeant(each.target.name))
        .map(({ target }) => target)
        .slice(0, MAX_ACTIONS);
    const found: Target[] = actions(true);
    for (const each of (projects ?? []).filter((item) => isMeant(item.project)).slice(0, MAX_OF_A_KIND)) {
      const route: Route = { page: "charts", project: each.project };
      found.push({ name: each.project, kind: "project", go: () => goTo(route) });
    }
    for (const run of runs ?? []) {
      const route: Route = { page: "run", project: run.project, run: run.id };
      found.push({
        name: `${run.name} · ${run.display_id}`,
        kind: `run in ${run.project}`,
        go: () => goTo(route),
      });
    }
    if (project !== null) {
      for (const { key } of (columns?.summary ?? [])
        .filter(({ key }) => isMeant(key))
        .slice(0, MAX_OF_A_KIND)) {
        const search = writeView(chartView, "", { m: `^${escapePattern(key)}$` });
        found.push({ name: key, kind: "metric", go: () => goTo({ page: "charts", project }, search) });
      }
    }
    return [...found, ...actions(false)];
  }, [commands, projects, runs, columns, project, text]);
}
