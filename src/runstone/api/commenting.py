"""Commenting on runs and charts: what may be said, who may change it, and an index that knows of it."""

from __future__ import annotations

import math

import msgspec

from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.errors import BadValue, Misuse, NotTheAuthor, RunNotFound
from runstone.model.home import WORKSPACE
from runstone.model.ids import check_project, new_run_id
from runstone.model.records import CommentChanged, Commented
from runstone.query import comments, runs, standing
from runstone.query.answers.comments import Comment

MAX_TEXT_CHARS = 20_000
_MAX_NAME_CHARS = 1000

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0


class CommentAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment to write: Markdown of up to 20,000 characters, about a `run` (by id, display id or number), about the chart `panel` of its page, or
    about the chart `panel` of a `project`; `x` is where on the chart, on the axis `x_axis`. With `reply_to` it is about what that comment is about,
    and nothing else is given."""

    text: str
    run: str | None = None
    project: str | None = None
    panel: str | None = None
    x: float | None = None
    x_axis: str = "step"
    reply_to: str | None = None

    def __post_init__(self) -> None:
        # Here, since on its way to a server what is not finite becomes nothing.
        if self.x is not None and not math.isfinite(self.x):
            raise BadValue("A place on a chart is a finite number. Nothing was written.")


class CommentChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes about a comment; null is unchanged. Only its author gives it another text, deletes it or brings it back; who likes resolves its
    thread."""

    text: str | None = None
    deleted: bool | None = None
    resolved: bool | None = None


class CommentEdited(msgspec.Struct, frozen=True):
    """The comment as it stands now, and the change that takes back what was done."""

    comment: Comment
    undo: CommentChange


def comment(index: Index, editor: Editor, ask: CommentAsk) -> CommentEdited:
    """Write a comment. When it returns, the index knows of it.

    Raises:
        RunNotFound: there is no such run.
        CommentNotFound: there is none that is replied to.
        Misuse: something is missing, or cannot be. Nothing was written.
        HomeUnusable: it could not be written.
    """
    index.refresh(_PATIENCE_SECS)
    text = _checked(ask.text)
    run, said = _reply(index, ask) if ask.reply_to is not None else _subject(index, ask)
    said = msgspec.structs.replace(said, text=text)
    after = standing.of_runs(index, [run])[0].time if run else 0
    _write(index, editor, run, after, said)
    return CommentEdited(comments.get_comment(index, said.comment), CommentChange(deleted=True))


def change_comment(index: Index, editor: Editor, name: str, ask: CommentChange) -> CommentEdited:
    """Change a comment. When it returns, the index knows of it.

    Args:
        index: of the home.
        editor: who changes it.
        name: the comment's id.
        ask: what changes. What it has already is not written again.

    Raises:
        CommentNotFound: there is none.
        NotTheAuthor: another person's text is to be changed or deleted. Nothing was changed.
        Misuse: something cannot be. Nothing was changed.
        HomeUnusable: it could not be written.
    """
    if ask == CommentChange():
        raise Misuse("Say what changes about the comment: its text, or whether it is deleted or resolved.")
    index.refresh(_PATIENCE_SECS)
    before = comments.standing(index, name)
    found = before.comment
    if (ask.text is not None or ask.deleted is not None) and found.author != editor.author:
        raise NotTheAuthor(f"The comment is {found.author or 'somebody else'}'s. Reply to it. Nothing was changed.")
    if ask.resolved is not None and found.reply_to is not None:
        raise Misuse("A reply is not resolved: resolve the comment that begins its thread. Nothing was changed.")
    now = CommentChange(
        text=before.text, deleted=found.deleted_time is not None, resolved=found.resolved_time is not None
    )
    wanted = msgspec.structs.replace(ask, text=_checked(ask.text)) if ask.text is not None else ask
    changed = [
        fact
        for fact in CommentChange.__struct_fields__
        if getattr(wanted, fact) is not None and getattr(wanted, fact) != getattr(now, fact)
    ]
    if changed:
        record = CommentChanged(time=0, comment=name, **{fact: getattr(wanted, fact) for fact in changed})
        _write(index, editor, before.run, before.time, record)
    undo = CommentChange(**{fact: getattr(now, fact) for fact in changed})
    return CommentEdited(comments.get_comment(index, name), undo)


def _write(index: Index, editor: Editor, run: str, after: int, record: Commented | CommentChanged) -> None:
    if not editor.write(lambda time: [msgspec.structs.replace(record, time=time)], after, run):
        raise RunNotFound(f"The run {run!r} was removed meanwhile. Nothing was written.")
    index.refresh(_PATIENCE_SECS)


def _reply(index: Index, ask: CommentAsk) -> tuple[str, Commented]:
    """The id of the run, and the reply without its text. Replies to replies go to the same thread."""
    if (ask.run, ask.project, ask.panel, ask.x) != (None, None, None, None):
        raise Misuse("A reply is about what the comment is about: give `reply_to` and a `text`. Nothing was written.")
    found = comments.get_comment(index, ask.reply_to or "")
    return found.run or WORKSPACE, Commented(
        time=0,
        comment=new_run_id(),
        text="",
        project="" if found.run else found.project,
        panel=found.panel or "",
        reply_to=found.reply_to or found.id,
    )


def _subject(index: Index, ask: CommentAsk) -> tuple[str, Commented]:
    """The id of the run, empty for a chart of a project, and the comment without its text."""
    if (ask.run is None) == (ask.project is None):
        raise Misuse("A comment is about a `run` or about a chart of a `project`: give one. Nothing was written.")
    if ask.project is not None and not ask.panel:
        raise Misuse("Say by `panel` which chart of the project the comment is about. Nothing was written.")
    if ask.x is not None and not ask.panel:
        raise BadValue("`x` is a place on a chart: give its `panel`, too. Nothing was written.")
    if max(len(ask.panel or ""), len(ask.x_axis)) > _MAX_NAME_CHARS:
        raise BadValue(f"The name of a chart has at most {_MAX_NAME_CHARS} characters. Nothing was written.")
    return runs.find(index, ask.run) if ask.run is not None else WORKSPACE, Commented(
        time=0,
        comment=new_run_id(),
        text="",
        project=check_project(ask.project) if ask.project is not None else "",
        panel=ask.panel or "",
        x=ask.x,
        x_axis=ask.x_axis,
    )


def _checked(text: str) -> str:
    text = text.strip()
    if not text or len(text) > MAX_TEXT_CHARS:
        raise BadValue(f"A comment has 1 to {MAX_TEXT_CHARS:,} characters. Nothing was written.")
    return text
