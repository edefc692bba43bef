import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { columnFactsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { edit } from "@/edits/editor";
import { useOverlay, withEdits } from "@/edits/overlay";
import { plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import styles from "./Editors.module.css";
import { onlyRun, type Subject, tagCounts } from "./subject";

const MOST_OFFERED = 8;

/** Tags as chips: typed with completion from those that the project has, and taken off one by one. */
export function TagsEditor({ project, subject }: { project: string; subject: Subject }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const list = useId();
  const run = onlyRun(subject);
  const [laid, setLaid] = useState<ReadonlyMap<string, boolean>>(new Map());
  const runs = useNow(subject.runs);
  const counts = tagCounts(runs);
  // What was just changed counts, whatever the list knew when this was opened.
  for (const [tag, on] of laid) {
    if (on) counts.set(tag, subject.count);
    else counts.delete(tag);
  }
  const facts = useQuery(columnFactsQuery(project, "tag", "", "all")).data;
  const known = useMemo(() => (facts?.top ?? []).map(({ value }) => String(value)), [facts]);
  const wanted = text.trim();
  const offered = [...new Set(known)]
    .filter((tag) => !(counts.get(tag) === subject.count) && tag.toLowerCase().includes(wanted.toLowerCase()))
    .slice(0, MOST_OFFERED);
  const change = (tag: string, on: boolean) => {
    setLaid(new Map(laid).set(tag, on));
    setText("");
    setAt(-1);
    void edit(client, subject.target, on ? { tags_added: [tag] } : { tags_removed: [tag] }, {
      name: run?.name,
    });
  };
  const add = (tag: string) => tag !== "" && change(tag, true);
  return (
    <div className={styles.tags}>
      <h2 className={styles.title}>Tags of {run?.name ?? plural(subject.count, "run")}</h2>
      {counts.size > 0 && (
        <ul className={styles.chips} aria-label="Tags">
          {[...counts].map(([tag, count]) => (
            <li key={tag} className={styles.chip}>
              <span className={styles.chipText}>{tag}</span>
              {count < subject.count && subject.count > 1 && <span className={styles.quiet}>{count}</span>}
              <button type="button" aria-label={`Remove ${tag}`} onClick={() => change(tag, false)}>
                <Icon name="close" size={11} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        className={styles.input}
        role="combobox"
        aria-label="Add a tag"
        aria-expanded={offered.length > 0}
        aria-controls={list}
        aria-activedescendant={offered[at] === undefined ? undefined : `${list}-${at}`}
        placeholder="Add a tag"
        value={text}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(offered.length - 1, at + 1));
          else if (event.key === "ArrowUp") setAt(Math.max(-1, at - 1));
          else if (event.key === "Tab" && wanted !== "" && offered[0] !== undefined)
            add(offered[Math.max(0, at)] ?? "");
          else if (event.key === "Enter" || event.key === ",") add(offered[at] ?? wanted);
          else if (event.key === "Backspace" && text === "" && run) {
            const last = [...counts.keys()].at(-1);
            if (last !== undefined) change(last, false);
          } else return;
          event.preventDefault();
        }}
      />
      <div id={list} role="listbox" aria-label="Tags of the project" className={styles.offers}>
        {offered.map((tag, index) => (
          <button
            key={tag}
            id={`${list}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.offer}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add(tag)}
          >
            {tag}
          </button>
        ))}
      </div>
      {wanted !== "" && !known.includes(wanted) && (
        <p className={styles.quiet}>Enter makes the new tag “{wanted}”.</p>
      )}
    </div>
  );
}

/** The runs with the changes that are on their way. */
function useNow(runs: readonly Run[]): readonly Run[] {
  const pending = useOverlay((overlay) => overlay.pending);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `withEdits` reads what is pending.
  return useMemo(() => runs.map(withEdits), [runs, pending]);
}
