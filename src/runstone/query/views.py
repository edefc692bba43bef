"""Saved views: lists of them, one whole, and what it was once."""

from __future__ import annotations

from typing import Any

import msgspec
import zstandard

from runstone.index.index import Snapshot
from runstone.model.errors import ViewNotFound
from runstone.query.answers.views import View, ViewDetail, ViewVersion
from runstone.query.asking import question

_VIEW = """
SELECT view.id, project, name, kind, description, view.id = coalesce((SELECT view FROM default_view AS chosen WHERE chosen.project =
  last.project), '') AS is_default, revision, created_time, created_by, time, author, size_bytes, document
FROM view JOIN view_version AS last ON last.id = view.version
"""


@question
def list_views(snapshot: Snapshot, project: str | None = None, kind: str | None = None) -> list[View]:
    """The views of a project, not of those under it, by name; of the whole home and all its projects for None. Of one kind only, if one is given."""
    rows = snapshot.connection.execute(
        f"{_VIEW} WHERE document IS NOT NULL AND (?1 IS NULL OR project = ?1) AND (?2 IS NULL OR kind = ?2)"
        " ORDER BY name, view.created_time",
        (project, kind),
    )
    return [_view(row) for row in rows]


@question
def get_view(snapshot: Snapshot, view: str, revision: str | None = None) -> ViewDetail:
    """A view whole, as it stands or as it was in a revision; one that was removed, too.

    Raises:
        ViewNotFound: there is none.
    """
    row = snapshot.connection.execute(f"{_VIEW} WHERE view.id = ?", (view,)).fetchone()
    if row is None:
        raise ViewNotFound(f"There is no view {view!r}. Perhaps it was saved in another home.")
    found = _view(row)
    document = row["document"]
    if revision is not None and revision != found.revision:
        old = snapshot.connection.execute(
            "SELECT * FROM view_version WHERE view = ? AND revision = ?", (view, revision)
        ).fetchone()
        if old is None:
            raise ViewNotFound(f"The view {view!r} has no version {revision!r}.")
        document = old["document"]
        found = msgspec.structs.replace(
            found,
            project=old["project"],
            name=old["name"],
            kind=old["kind"],
            description=old["description"],
            revision=revision,
            updated_time=old["time"],
            updated_by=old["author"],
            size_bytes=old["size_bytes"],
            removed=document is None,
        )
    return ViewDetail(**msgspec.structs.asdict(found), document=_unpacked(document))


@question
def list_versions(snapshot: Snapshot, view: str) -> list[ViewVersion]:
    """All that a view was, the newest first.

    Raises:
        ViewNotFound: there is none.
    """
    get_view(snapshot, view)
    rows = snapshot.connection.execute(
        "SELECT revision, onto, time, author, project, name, description, size_bytes, document IS NULL AS removed FROM view_version"
        " WHERE view = ? ORDER BY time DESC, writer DESC, id DESC",
        (view,),
    )
    return [ViewVersion(**{**dict(row), "removed": bool(row["removed"])}) for row in rows]


@question
def chosen_time(snapshot: Snapshot, project: str) -> int:
    """When the default view of a project was chosen, in microseconds since the epoch; 0 if it never was."""
    row = snapshot.connection.execute("SELECT time FROM default_view WHERE project = ?", (project,)).fetchone()
    return int(row[0]) if row else 0


def _view(row: Any) -> View:
    return View(
        id=row["id"],
        project=row["project"],
        name=row["name"],
        kind=row["kind"],
        description=row["description"],
        is_default=bool(row["is_default"]),
        revision=row["revision"],
        created_time=row["created_time"],
        created_by=row["created_by"],
        updated_time=row["time"],
        updated_by=row["author"],
        size_bytes=row["size_bytes"],
        removed=row["document"] is None,
    )


def _unpacked(document: bytes | None) -> Any:
    return msgspec.json.decode(zstandard.decompress(document)) if document is not None else None
