"""Comments on runs and charts."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.api import commenting
from runstone.api.commenting import CommentAsk, CommentChange, CommentEdited
from runstone.query import comments
from runstone.query.answers.comments import CommentsAnswer, CommentVersion
from runstone.server.action import Action, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.runs import Limit, Run
from runstone.server.service import Service
from runstone.server.shown import check_place


class CommentsAsk(msgspec.Struct, frozen=True):
    """Which comments."""

    run: Annotated[Run, Meta(description="Only on this run and the charts of its page.")] | None = None
    project: Annotated[str, Meta(description="Only on charts of this project.")] | None = None
    panel: Annotated[str, Meta(description="Only on this chart.")] | None = None
    limit: Limit = 1000


class OneCommentAsk(msgspec.Struct, frozen=True):
    """Which comment."""

    comment: Annotated[str, Meta(description="The comment's id.")]


class CommentVersions(msgspec.Struct, frozen=True):
    """All that was said of a comment, the newest first."""

    versions: list[CommentVersion]


@get("/api/comments")
def list_comments(service: Service, ask: CommentsAsk) -> CommentsAnswer:
    """Comments in the order in which they were written; the last ones where there are more than `limit`."""
    found = comments.list_comments(service.index, ask.run, ask.project, ask.panel, ask.limit)
    return CommentsAnswer(found, service.editor.author)


@get("/api/comments/{comment}/versions")
def list_comment_versions(service: Service, ask: OneCommentAsk) -> CommentVersions:
    """What a comment was, and who resolved it; of one that was deleted, too."""
    return CommentVersions(comments.list_versions(service.index, ask.comment))


@post("/api/comments")
def write_comment(service: Service, body: CommentAsk) -> CommentEdited:
    """Comment on a run or a chart, or reply to a comment. The answer has what takes it back."""
    if body.project is not None:
        check_place(service, body.project)
    return commenting.comment(service.index, service.editor, body)


@post("/api/comments/{comment}")
def change_comment(service: Service, ask: OneCommentAsk, body: CommentChange) -> CommentEdited:
    """Give a comment another text, delete it or bring it back, resolve its thread or open it again. The answer has what takes it back."""
    return commenting.change_comment(service.index, service.editor, ask.comment, body)


ENDPOINTS: list[Endpoint | Action] = [list_comments, list_comment_versions, write_comment, change_comment]
