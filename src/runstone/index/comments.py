"""Comments in the index: all that was said of each, and how it stands by that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from runstone.model.comment import Word, add_up
from runstone.model.records import CommentChanged, Commented

OF_CHARTS = 0
"""Stands where the key of a run is expected: the comment is about a chart of a project. No run has this key."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Commented | CommentChanged).decode


def add_words(
    connection: sqlite3.Connection,
    next_revision: Callable[[], int],
    run: int,
    writer: str,
    author: str,
    words: Iterable[Commented | CommentChanged],
) -> None:
    """Take in what an author said, and draw the comments anew that it is about. The caller ends transactions.

    Args:
        connection: of the index.
        next_revision: counts a change that a reader can see.
        run: the key of the run in whose journal it is said, or OF_CHARTS.
        writer: of that journal.
        author: who that is.
        words: the records.
    """
    touched: dict[str, None] = {}
    for word in words:
        connection.execute(
            "INSERT INTO comment_word (comment, run, time, writer, author, word_doc) VALUES (?, ?, ?, ?, ?, ?)",
            (word.comment, run, word.time, writer, author, _encode(word)),
        )
        touched[word.comment] = None
    for comment in touched:
        facts = add_up(words_of(connection, run, comment))
        if facts is None:
            continue
        said = facts.said
        connection.execute(
            "INSERT OR REPLACE INTO comment (id, run, project, panel, x, x_axis, reply_to, author, created_time, text, edited_time,"
            " resolved_time, resolved_by, deleted_time, last_time, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(comment, run, facts.project if run == OF_CHARTS else "", said.panel, said.x, said.x_axis),
                *(said.reply_to, facts.author, said.time, facts.text, facts.edited_time),
                *(facts.resolved_time, facts.resolved_by, facts.deleted_time, facts.last_time, next_revision()),
            ),
        )


def words_of(connection: sqlite3.Connection, run: int, comment: str) -> list[Word]:
    """All that was said of a comment, in no order."""
    rows: Iterable[Any] = connection.execute(
        "SELECT writer, author, word_doc FROM comment_word WHERE run = ? AND comment = ?", (run, comment)
    )
    return [Word(writer, author, _decode(word)) for writer, author, word in rows]
