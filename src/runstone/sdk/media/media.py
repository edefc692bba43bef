"""The seam of media: what every type of them can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from runstone.encoding.raw import Raw


class Blob(NamedTuple):
    """Bytes, the file that holds them, or values that a thread makes bytes of later; and their media type (`raw.MIME` of the last)."""

    data: bytes | Path | Raw
    mime: str


class Place(NamedTuple):
    """Where an item is logged."""

    key: str
    step: int
    sample: int


class Encoded(NamedTuple):
    """A media item as it is at this moment: a blob as above, and what its type knows about it.

    `data` is None where the facts are all of it. `parts` are further blobs, by name.
    """

    data: bytes | Path | Raw | None
    mime: str
    facts: dict[str, Any]
    parts: Mapping[str, Blob] = {}


class Media:
    """Something to be logged that is no number and no text. A type of media is one subclass in one file; `type` is its name in journals and
    in the UI."""

    type: ClassVar[str]

    def __init__(self, caption: str | None = None) -> None:
        self.caption = caption

    def samples(self) -> Sequence[Media]:
        """The items that this is: most are one.

        Raises:
            BadValue: the data is none of this type.
        """
        return [self]

    def encode(self) -> Encoded:
        """The item as it is now: `log` stores what comes of it before it returns.

        Raises:
            BadValue: the data cannot be encoded; the message says what was given and what is accepted.
            MissingDependency: an optional package is needed.
        """
        raise NotImplementedError

    def encode_at(self, place: Place) -> Encoded:
        """The same, for types whose bytes depend on what was logged before."""
        return self.encode()

    def was_logged(self, place: Place) -> None:
        """The item is recorded."""
