"""A comment as it stands: what its records add up to, whoever wrote them and in whatever order they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from runstone.model.records import CommentChanged, Commented


class Word(NamedTuple):
    """One record about a comment, the writer of its journal, and who that was."""

    writer: str
    author: str
    record: Commented | CommentChanged


class CommentFacts(msgspec.Struct):
    """A comment. Times in microseconds since the epoch; `edited_time` is when its text was changed last, `last_time` that of its last record."""

    said: Commented
    author: str
    text: str
    project: str
    edited_time: int | None = None
    deleted_time: int | None = None
    resolved_time: int | None = None
    resolved_by: str | None = None
    last_time: int = 0


def add_up(words: Iterable[Word]) -> CommentFacts | None:
    """The comment that records about it add up to: of each thing the later word stands. None while it is not known who began it."""
    ordered = sorted(words, key=lambda word: (word.record.time, word.writer))
    first = next((word for word in ordered if isinstance(word.record, Commented)), None)
    if first is None or not isinstance(first.record, Commented):
        return None
    facts = CommentFacts(
        first.record, first.author, first.record.text, first.record.project, last_time=ordered[-1].record.time
    )
    for _, author, record in ordered:
        if not isinstance(record, CommentChanged):
            continue
        if record.project is not None:
            facts.project = record.project
        if record.text is not None:
            facts.text, facts.edited_time = record.text, record.time
        if record.deleted is not None:
            facts.deleted_time = record.time if record.deleted else None
        if record.resolved is not None:
            facts.resolved_time = record.time if record.resolved else None
            facts.resolved_by = author if record.resolved else None
    return facts
