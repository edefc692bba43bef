"""A comment that somebody wrote, to be read, replied to and changed."""

from __future__ import annotations

from runstone.api.commenting import CommentAsk, CommentChange
from runstone.api.source import Source
from runstone.query.answers.comments import Comment, CommentVersion


class StoredComment:
    """A comment as it was when it was asked for, or changed through this object. Times are microseconds since the epoch."""

    def __init__(self, source: Source, comment: Comment) -> None:
        self._source = source
        self._comment = comment

    def __repr__(self) -> str:
        return f"<Comment {self.id} by {self.author!r}>"

    @property
    def id(self) -> str:
        """The id."""
        return self._comment.id

    @property
    def run(self) -> str | None:
        """The id of the run that it is about; None for one about a chart of a project."""
        return self._comment.run

    @property
    def project(self) -> str:
        """The project of the run or the chart."""
        return self._comment.project

    @property
    def panel(self) -> str | None:
        """The key of the chart that it is about; None for the run as a whole."""
        return self._comment.panel

    @property
    def x(self) -> float | None:
        """Where on the chart, on the axis `x_axis`; None for nowhere in particular."""
        return self._comment.x

    @property
    def x_axis(self) -> str:
        """The axis that `x` is on."""
        return self._comment.x_axis

    @property
    def reply_to(self) -> str | None:
        """The id of the comment that begins the thread; None for one that does."""
        return self._comment.reply_to

    @property
    def author(self) -> str:
        """Who wrote it."""
        return self._comment.author

    @property
    def text(self) -> str:
        """What it says, Markdown; empty if it was deleted."""
        return self._comment.text

    @property
    def created_time(self) -> int:
        """When it was written."""
        return self._comment.created_time

    @property
    def edited_time(self) -> int | None:
        """When its text was changed last; None if it never was."""
        return self._comment.edited_time

    @property
    def resolved(self) -> bool:
        """Whether its thread is resolved."""
        return self._comment.resolved_time is not None

    @property
    def deleted(self) -> bool:
        """Whether it was deleted."""
        return self._comment.deleted_time is not None

    def versions(self) -> list[CommentVersion]:
        """All that was said of it, the newest first: its texts, and who deleted or resolved it when."""
        return self._source.list_comment_versions(self.id)

    def reply(self, text: str) -> StoredComment:
        """Reply to it, in Markdown.

        Raises:
            BadValue: the text is empty or too long. Nothing was written.
            HomeUnusable: it could not be written.
        """
        return StoredComment(self._source, self._source.comment(CommentAsk(text=text, reply_to=self.id)).comment)

    def edit(self, text: str) -> None:
        """Give it another text; the one before stays in `versions`.

        Raises:
            NotTheAuthor: it is another person's. Nothing was changed.
            BadValue, HomeUnusable: as `reply`.
        """
        self._change(CommentChange(text=text))

    def delete(self) -> None:
        """Delete it; `restore` brings it back. Raises as `edit`."""
        self._change(CommentChange(deleted=True))

    def restore(self) -> None:
        """Bring it back after `delete`. Raises as `edit`."""
        self._change(CommentChange(deleted=False))

    def resolve(self, resolved: bool = True) -> None:
        """Say that its thread is settled, or open it again.

        Raises:
            Misuse: it is a reply. Nothing was changed.
            HomeUnusable: it could not be written.
        """
        self._change(CommentChange(resolved=resolved))

    def _change(self, ask: CommentChange) -> None:
        self._comment = self._source.change_comment(self.id, ask).comment
