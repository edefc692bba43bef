import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import { ApiError } from "@/api/client";
import { makeDefault, removeView, restoreView, saveView, type View, viewQuery } from "@/api/views";
import { Button } from "@/ui/Button";
import { useUndo } from "../workspace/undo";
import { NO_VIEW, readDocument } from "./document";
import { NameForm } from "./NameForm";
import { baseOf, type SavedViews, setBase } from "./useSavedViews";
import { ViewRow } from "./ViewRow";
import styles from "./Views.module.css";

interface Props {
  project: string;
  saved: SavedViews;
  onDone(): void;
}

/** The saved views: show one, save this page as one, rename, remove, make one the default. */
export default function ViewsPanel({ project, saved, onDone }: Props) {
  const { page, views, current, changed, show } = saved;
  const client = useQueryClient();
  const mayEdit = useMayEdit(project);
  const [problem, setProblem] = useState<{ text: string; conflict: boolean } | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["views"] });
  const state = () => page.stateOf(window.location.search);
  /** The page as it is, with what the shown view has of the other page of the project. */
  const document = async () => {
    const before = current && readDocument((await client.fetchQuery(viewQuery(current.id))).document);
    return page.write(window.location.search, before);
  };

  const attempt = async (act: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await act();
      await refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem({ text: error.message, conflict: error.code === "conflict" });
      await refresh();
    }
  };
  const open = async (view: View) => {
    const detail = await client.fetchQuery(viewQuery(view.id));
    const found = readDocument(detail.document);
    setBase(detail);
    if (found === null) setProblem({ text: "This view is of another page or version.", conflict: false });
    else {
      show(view.id, page.read(found));
      onDone();
    }
  };
  const save = (revision: string) =>
    attempt(async () => {
      if (current === null) return;
      const next = await saveView({
        id: current.id,
        expected_revision: revision,
        document: await document(),
      });
      setBase(next);
      client.setQueryData(viewQuery(current.id).queryKey, next);
    });
  const saveAs = (name: string) =>
    attempt(async () => {
      const made = await saveView({ project, name, document: await document() });
      setBase(made);
      client.setQueryData(viewQuery(made.id).queryKey, made);
      show(made.id, state(), true);
    });
  const rename = (view: View, name: string) =>
    attempt(async () => {
      const isBase = baseOf(view) === view.revision;
      const renamed = await saveView({ id: view.id, expected_revision: view.revision, name });
      if (isBase) setBase(renamed);
    });
  const remove = (view: View) =>
    attempt(async () => {
      const removed = await removeView(view);
      if (view.id === current?.id) show(NO_VIEW, state(), true);
      useUndo.getState().offer(`The view ${view.name} was removed.`, () => {
        void attempt(() => restoreView(view.id, view.revision, removed.revision));
      });
    });
  return (
    <div className={styles.panel}>
      {views.length === 0 && !mayEdit && <p className={styles.hint}>There are no saved views here.</p>}
      {views.length === 0 && mayEdit && (
        <p className={styles.hint}>
          A view keeps what this page shows: panels, axes, filters, columns. It is shared with everybody who
          opens this home, and has a link of its own.
        </p>
      )}
      {views.length > 0 && (
        <ul className={styles.list} aria-label="Saved views">
          {views.map((view) => (
            <ViewRow
              key={view.id}
              view={view}
              shown={view.id === current?.id}
              onShow={() => void open(view)}
              onRename={(name) => void rename(view, name)}
              onDefault={() => void attempt(() => makeDefault(view.id, !view.is_default))}
              onRemove={() => void remove(view)}
            />
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        {current && changed && mayEdit && <Button onClick={() => void save(baseOf(current))}>Save</Button>}
        {current && changed && <Button onClick={() => void open(current)}>Back to what was saved</Button>}
        {current && (
          <Button
            onClick={() => {
              show(NO_VIEW, "");
              onDone();
            }}
          >
            Without a view
          </Button>
        )}
      </div>
      {mayEdit && (
        <NameForm label="Name of the new view" action="Save as" onName={(name) => void saveAs(name)} />
      )}
      {problem && (
        <div className={styles.problem} role="alert">
          <p>{problem.text}</p>
          {problem.conflict && current && (
            // The list was asked for again: its revision is theirs.
            <Button onClick={() => void save(current.revision)}>Replace theirs</Button>
          )}
        </div>
      )}
    </div>
  );
}
