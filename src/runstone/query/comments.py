"""Comments on runs and charts, and all that was ever said of one."""

from __future__ import annotations

from typing import Any, NamedTuple

from runstone.index.comments import OF_CHARTS, words_of
from runstone.index.index import Snapshot
from runstone.model.errors import CommentNotFound
from runstone.model.records import CommentChanged, Commented
from runstone.query import runs
from runstone.query.answers.comments import Comment, CommentVersion
from runstone.query.asking import question

_COMMENT = """
SELECT comment.*, run.id AS run_id, run.project AS run_project FROM comment LEFT JOIN run ON run.key = comment.run
"""
# A deleted comment that somebody replied to keeps its place.
_SHOWN = """(deleted_time IS NULL OR EXISTS (SELECT 1 FROM comment AS reply WHERE reply.run = comment.run AND reply.reply_to = comment.id
  AND reply.deleted_time IS NULL))"""


class Standing(NamedTuple):
    """A comment as it stands before it is changed. Nothing that is known of it was written after `time`; `run` is empty for one of a chart of a
    project."""

    comment: Comment
    run: str
    time: int
    text: str


@question
def list_comments(
    snapshot: Snapshot,
    run: str | None = None,
    project: str | None = None,
    panel: str | None = None,
    limit: int = 1000,
) -> list[Comment]:
    """Comments in the order in which they were written.

    Args:
        run: only on this run and the charts of its page: its id, display id or number.
        project: only on charts of this project.
        panel: only on this chart.
        limit: the last so many.

    Raises:
        RunNotFound: there is no such run.
    """
    of_run = runs.find(snapshot, run) if run is not None else None
    rows = snapshot.connection.execute(
        f"{_COMMENT} WHERE {_SHOWN} AND (:run IS NULL OR comment.run = (SELECT key FROM run WHERE id = :run))"
        " AND (:project IS NULL OR (comment.run = :charts AND comment.project = :project)) AND (:panel IS NULL OR panel = :panel)"
        " AND (comment.run = :charts OR run.key IS NOT NULL) ORDER BY comment.created_time DESC, comment.id DESC LIMIT :limit",
        {"run": of_run, "project": project, "panel": panel, "charts": OF_CHARTS, "limit": limit},
    ).fetchall()
    return [_comment(row) for row in reversed(rows)]


@question
def get_comment(snapshot: Snapshot, comment: str) -> Comment:
    """One comment, also one that was deleted.

    Raises:
        CommentNotFound: there is none.
    """
    return standing(snapshot, comment).comment


@question
def standing(snapshot: Snapshot, comment: str) -> Standing:
    """One comment, as who changes it must know it. Raises as `get_comment`."""
    row = _row(snapshot, comment)
    return Standing(_comment(row), row["run_id"] or "", row["last_time"], row["text"])


@question
def list_versions(snapshot: Snapshot, comment: str) -> list[CommentVersion]:
    """All that was said of a comment, the newest first. Raises as `get_comment`."""
    row = _row(snapshot, comment)
    words = words_of(snapshot.connection, row["run"], comment)
    words.sort(key=lambda word: (word.record.time, word.writer), reverse=True)
    return [_version(word.author, word.record) for word in words]


def _version(author: str, record: Commented | CommentChanged) -> CommentVersion:
    if isinstance(record, Commented):
        return CommentVersion(record.time, author, record.text, None, None)
    return CommentVersion(record.time, author, record.text, record.deleted, record.resolved)


def _row(snapshot: Snapshot, comment: str) -> Any:
    row = snapshot.connection.execute(
        f"{_COMMENT} WHERE comment.id = ? AND (comment.run = ? OR run.key IS NOT NULL) ORDER BY comment.created_time LIMIT 1",
        (comment, OF_CHARTS),
    ).fetchone()
    if row is None:
        raise CommentNotFound(f"There is no comment {comment!r}. Perhaps its run was removed.")
    return row


def _comment(row: Any) -> Comment:
    return Comment(
        id=row["id"],
        run=row["run_id"],
        project=row["run_project"] if row["run_id"] is not None else row["project"],
        panel=row["panel"] or None,
        x=row["x"],
        x_axis=row["x_axis"],
        reply_to=row["reply_to"] or None,
        author=row["author"],
        created_time=row["created_time"],
        edited_time=row["edited_time"],
        text=row["text"] if row["deleted_time"] is None else "",
        resolved_time=row["resolved_time"],
        resolved_by=row["resolved_by"],
        deleted_time=row["deleted_time"],
    )
