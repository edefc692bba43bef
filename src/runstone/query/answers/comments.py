"""Comments."""

from __future__ import annotations

import msgspec


class Comment(msgspec.Struct, frozen=True):
    """Something that somebody said, in Markdown. About a `run` as a whole, or about the chart `panel` of its page; where `run` is null, about the
    chart `panel` of a `project`.

    `x` is where on the chart, on the axis `x_axis`; null for nowhere in particular. `reply_to` is the comment that begins the thread, null for one
    that does; `resolved_time` is of the thread. A comment that was deleted has its `deleted_time`, and no text.
    """

    id: str
    run: str | None
    project: str
    panel: str | None
    x: float | None
    x_axis: str
    reply_to: str | None
    author: str
    created_time: int
    edited_time: int | None
    text: str
    resolved_time: int | None
    resolved_by: str | None
    deleted_time: int | None


class CommentVersion(msgspec.Struct, frozen=True):
    """One of all that was said of a comment: who gave it a text, deleted it or brought it back, resolved its thread or opened it again. Null is
    unchanged."""

    time: int
    author: str
    text: str | None
    deleted: bool | None
    resolved: bool | None


class CommentsAnswer(msgspec.Struct, frozen=True):
    """Comments in the order in which they were written. `author` is who comments by this server: only theirs can they edit and delete."""

    comments: list[Comment]
    author: str
