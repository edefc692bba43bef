"""Saving views: who saves says which version they had before them, so that two people do not overwrite each other unawares."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.api.alone import alone
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.errors import BadValue, Conflict, Misuse
from runstone.model.ids import check_project, new_run_id
from runstone.model.records import DefaultViewChosen, ViewRemoved, ViewSaved
from runstone.query import views
from runstone.query.answers.views import ViewDetail

KINDS = ("view", "report")
MAX_DOCUMENT_BYTES = 256 << 10
_MAX_NAME_CHARS = 200
_MAX_DESCRIPTION_CHARS = 10_000

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0


class SaveAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A view to save. Without `id` it is a new one, which needs a `name` and a `document`; else it replaces the version `expected_revision`,
    and what is not given stays as it was. An empty project means the whole home.

    `document` is any JSON but null, of up to 256 KiB. `kind` is `view`, or `report` for a page of text and panels; it is said of new ones, and stays.
    """

    id: str | None = None
    expected_revision: str | None = None
    project: str | None = None
    name: str | None = None
    kind: str | None = None
    description: str | None = None
    document: Any = None


class ViewConflict(Conflict):
    """Somebody saved the view meanwhile; `current` is what they made of it."""

    def __init__(self, current: ViewDetail) -> None:
        what = "removed" if current.removed else "saved"
        super().__init__(
            f"{current.updated_by or 'Somebody'} {what} the view {current.name!r} meanwhile. Nothing was overwritten. "
            "Look at both, and save again onto the newer one."
        )
        self.current = current


def save(index: Index, editor: Editor, ask: SaveAsk) -> ViewDetail:
    """Save a view. When it returns, the index knows of it.

    Raises:
        ViewNotFound: there is none with the id.
        ViewConflict: the view has another version by now.
        Misuse: something is missing, or cannot be. Nothing was saved.
        HomeUnusable: it could not be written.
    """
    with alone(index):
        before = None
        if ask.id is not None:
            before = _expected(index, ask.id, ask.expected_revision)
        elif ask.expected_revision is not None:
            raise Misuse("`expected_revision` is of a view: give its `id`. Nothing was saved.")
        return _write(index, editor, _checked(ask, before), before)


def restore(index: Index, editor: Editor, view: str, revision: str, expected_revision: str) -> ViewDetail:
    """Save a view again as it was in a revision, be it removed meanwhile or not. Raises as `save`."""
    with alone(index):
        before = _expected(index, view, expected_revision)
        old = views.get_view(index, view, revision)
        if old.removed:
            raise Misuse(
                f"In {revision!r} the view was removed: there is nothing to bring back. Choose an earlier version."
            )
        document = msgspec.json.encode(old.document).decode()
        saved = ViewSaved(
            time=0, view=view, revision=new_run_id(), project=old.project, name=old.name, description=old.description,
            document=document, onto=before.revision, kind=old.kind,
        )  # fmt: skip
        return _write(index, editor, saved, before)


def remove(index: Index, editor: Editor, view: str, expected_revision: str) -> ViewDetail:
    """Remove a view; `restore` brings it back. Raises as `save`."""
    with alone(index):
        before = _expected(index, view, expected_revision)
        if before.removed:
            return before
        removed = ViewRemoved(
            time=0, view=view, revision=new_run_id(), project=before.project, name=before.name, onto=before.revision,
            kind=before.kind,
        )  # fmt: skip
        return _write(index, editor, removed, before)


def choose_default(index: Index, editor: Editor, view: str, chosen: bool) -> ViewDetail:
    """Show the view's project by this view from now on, or by none if it was this one that is not chosen any more.

    Raises:
        ViewNotFound: there is none, or it is removed.
        HomeUnusable: it could not be written.
    """
    with alone(index):
        found = views.get_view(index, view)
        if found.removed:
            raise Misuse(f"The view {found.name!r} is removed. Bring it back first.")
        if found.is_default != chosen:
            record = DefaultViewChosen(time=0, project=found.project, view=view if chosen else "")
            # What it replaces may be a choice that another host dated.
            after = views.chosen_time(index, found.project)
            editor.write(lambda time: [msgspec.structs.replace(record, time=time)], after)
            index.refresh(_PATIENCE_SECS)
        return views.get_view(index, view)


def _expected(index: Index, view: str, revision: str | None) -> ViewDetail:
    current = views.get_view(index, view)
    if revision is None:
        raise Misuse("Say by `expected_revision` which version of the view you had before you. Nothing was saved.")
    if current.revision != revision:
        raise ViewConflict(current)
    return current


def _checked(ask: SaveAsk, before: ViewDetail | None) -> ViewSaved:
    if before is None and (ask.name is None or ask.document is None):
        raise Misuse("A new view has a `name` and a `document`. Nothing was saved.")
    name = ask.name.strip() if ask.name is not None else before.name if before else ""
    if not name or len(name) > _MAX_NAME_CHARS:
        raise BadValue(f"The name of a view has 1 to {_MAX_NAME_CHARS} characters. Nothing was saved.")
    kind = before.kind if before else ask.kind or KINDS[0]
    if ask.kind not in (None, kind) or kind not in KINDS:
        raise BadValue(f"A view is of one kind, {' or '.join(KINDS)}, and stays of it. Nothing was saved.")
    description = ask.description if ask.description is not None else before.description if before else ""
    if len(description) > _MAX_DESCRIPTION_CHARS:
        raise BadValue(f"A description has at most {_MAX_DESCRIPTION_CHARS:,} characters. Nothing was saved.")
    project = ask.project if ask.project is not None else before.project if before else ""
    if ask.document is None and before is not None and before.removed:
        raise Misuse("The view is removed: give a `document`, or restore a version. Nothing was saved.")
    document = msgspec.json.encode(ask.document if before is None or ask.document is not None else before.document)
    if len(document) > MAX_DOCUMENT_BYTES:
        raise BadValue(
            f"The document has {len(document):,} bytes, more than {MAX_DOCUMENT_BYTES:,}. Nothing was saved."
        )
    return ViewSaved(
        time=0,
        view=before.id if before else new_run_id(),
        revision=new_run_id(),
        project=check_project(project) if project else "",
        name=name,
        description=description,
        document=document.decode(),
        onto=before.revision if before else "",
        kind=kind,
    )


def _write(index: Index, editor: Editor, record: ViewSaved | ViewRemoved, before: ViewDetail | None) -> ViewDetail:
    editor.write(lambda time: [msgspec.structs.replace(record, time=time)], before.updated_time if before else 0)
    index.refresh(_PATIENCE_SECS)
    return views.get_view(index, record.view)
