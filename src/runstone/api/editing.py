"""Editing runs of a home: which ones, what they stand like, the edit itself, and an index that knows of it."""

from __future__ import annotations

import msgspec

from runstone.api.alone import alone
from runstone.edits.edit import Edit, RunsEdit, Standing
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.errors import Conflict, HomeUnusable, Misuse
from runstone.model.records import CommentChanged, Record
from runstone.query import changes, comments, made_edits, projects, standing
from runstone.query.selection import Selection

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0


class Selected(Selection, frozen=True, forbid_unknown_fields=True):
    """Runs of a project that meet a filter and lie in a place."""


class EditAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change: `changes` about `runs` (by id, display id or number) or about those of a `selection`; or `edits`, which say for
    themselves, such as the `undo` of an answer.

    `expected_runs` is how many runs the person saw selected: if they are another number by now, nothing is changed. `expected_notes` are the notes
    that the person had before them who changes those of one run: if somebody wrote others meanwhile, nothing is changed.
    """

    runs: list[str] | None = None
    selection: Selected | None = None
    changes: Edit | None = None
    edits: list[RunsEdit] | None = None
    expected_runs: int | None = None
    expected_notes: str | None = None


class Edited(msgspec.Struct, frozen=True):
    """What was changed: how many runs, and the edits that take it back. `stopped` says why the edit did not come to its end; null if it did.
    What is at `revision` shows all of it."""

    changed: int
    undo: list[RunsEdit]
    stopped: str | None
    revision: int


class Notes(msgspec.Struct, frozen=True):
    """The notes of a run as they stand, who wrote them, and when; `author` is null for the run's own script."""

    run: str
    notes: str
    author: str | None
    time: int


class NotesConflict(Conflict):
    """Somebody wrote other notes meanwhile; `current` is what they wrote."""

    def __init__(self, current: Notes) -> None:
        super().__init__(
            f"{current.author or 'Somebody'} changed the notes meanwhile. Nothing was overwritten. "
            "Look at both, and save again onto the newer ones."
        )
        self.current = current


class EditStopped(HomeUnusable):
    """An edit of many runs did not come to its end. `edited` says what was done until then, and what takes that back."""

    def __init__(self, edited: Edited) -> None:
        super().__init__(edited.stopped or "")
        self.edited = edited


def edit(index: Index, editor: Editor, ask: EditAsk) -> Edited:
    """Carry out an edit. When it returns, the index knows of it.

    Raises:
        Misuse: the edit says nothing, or something that cannot be.
        RunNotFound: one of `runs` is none. Runs of `edits` that are gone are left out.
        BadQuery: the filter is wrong; it says where.
        Conflict: the selection holds another number of runs than expected.
        NotesConflict: the run has other notes than expected.
        HomeUnusable: nothing could be written.
    """
    if ask.expected_notes is not None:
        with alone(index):
            _check_notes(index, ask, ask.expected_notes)
            return _apply(index, editor, ask)
    index.refresh(_PATIENCE_SECS)
    return _apply(index, editor, ask)


def _apply(index: Index, editor: Editor, ask: EditAsk) -> Edited:
    wanted = _wanted(index, ask)
    applied = editor.apply(wanted)
    index.refresh(_PATIENCE_SECS)
    _take_comments_along(index, editor, wanted)
    return Edited(applied.changed, applied.undo, applied.stopped, changes.revision(index))


def _take_comments_along(index: Index, editor: Editor, wanted: list[tuple[Standing, Edit]]) -> None:
    """What was said of the charts of a project is said of another's from now on, where all runs went there: it is called so now."""
    went: dict[str, set[str]] = {}
    for before, change in wanted:
        project = change.checked().needed(before).project
        if project is not None:
            went.setdefault(before.project, set()).add(project)
    moved = {project: targets.pop() for project, targets in went.items() if len(targets) == 1}
    for project in projects.without_runs(index, moved):
        for known in comments.list_comments(index, project=project):

            def records(time: int, comment: str = known.id, project: str = moved[project]) -> list[Record]:
                return [CommentChanged(time=time, comment=comment, project=project)]

            editor.write(records, after=comments.standing(index, known.id).time)
    if moved:
        index.refresh(_PATIENCE_SECS)


def _check_notes(index: Index, ask: EditAsk, expected: str) -> None:
    if ask.runs is None or len(ask.runs) != 1 or ask.changes is None or ask.changes.notes is None:
        raise Misuse("`expected_notes` are of one run whose notes change. Nothing was changed.")
    (one,) = standing.of_runs(index, ask.runs)
    if one.notes in (expected, ask.changes.notes):
        return
    made = made_edits.list_edits(index, one.run)
    last = next((edit for edit in made if edit.changes.notes is not None), None)
    raise NotesConflict(Notes(one.run, one.notes, last.author if last else None, last.time if last else 0))


def whole(edited: Edited) -> Edited:
    """What was changed, if that is all.

    Raises:
        EditStopped: the edit did not come to its end.
    """
    if edited.stopped is not None:
        raise EditStopped(edited)
    return edited


def _wanted(index: Index, ask: EditAsk) -> list[tuple[Standing, Edit]]:
    ways = sum(way is not None for way in (ask.runs, ask.selection, ask.edits))
    if ways != 1 or (ask.changes is None) != (ask.edits is not None):
        raise Misuse("Say which runs, `runs` or a `selection`, with `changes`; or give `edits`. Nothing was changed.")
    if ask.edits is not None:
        names = dict.fromkeys(run for one in ask.edits for run in one.runs)
        if len(names) != sum(len(one.runs) for one in ask.edits):
            raise Misuse("A run is in several of the `edits`. Nothing was changed.")
        found = {one.run: one for one in standing.of_known(index, names)}
        return [(found[run], one.changes) for one in ask.edits for run in one.runs if run in found]
    assert ask.changes is not None
    if ask.runs is not None:
        chosen = standing.of_runs(index, ask.runs)
    else:
        chosen = standing.of_selection(index, ask.selection or Selected())
    if ask.expected_runs is not None and len(chosen) != ask.expected_runs:
        raise Conflict(
            f"{len(chosen)} runs are meant by now, not {ask.expected_runs}. Nothing was changed. Look again."
        )
    return [(one, ask.changes) for one in chosen]
