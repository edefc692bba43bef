"""Edits that were made."""

from __future__ import annotations

import msgspec

from runstone.edits.edit import Edit


class MadeEdit(msgspec.Struct, frozen=True):
    """What somebody changed about a run, and when. `author` is empty if it is not known who, and null if it was the run's own script.

    `undo` is the edit that brings back what stood there before.
    """

    time: int
    author: str | None
    changes: Edit
    undo: Edit


class MadeEdits(msgspec.Struct, frozen=True):
    """The edits of a run, the newest first."""

    edits: list[MadeEdit]
