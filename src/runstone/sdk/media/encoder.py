"""The seam of media: what every type can do, and how an item becomes a record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from runstone.blobs.store import BlobStore
from runstone.model.records import MediaLogged, Part
from runstone.model.values import to_plain


class Blob(NamedTuple):
    """Bytes, or the file that holds them, and their media type."""

    data: bytes | Path
    mime: str


class Place(NamedTuple):
    """Where an item is logged."""

    key: str
    step: int
    sample: int


class Encoded(NamedTuple):
    """The bytes of a media item, or the file that holds them, with what its type knows about it.

    `data` is None where the facts are all of it. `parts` are further blobs, by name.
    """

    data: bytes | Path | None
    mime: str
    facts: dict[str, Any]
    parts: Mapping[str, Blob] = {}


class Media:
    """One media item. A type of media is one subclass in one file; `type` is its name in journals and in the UI."""

    type: ClassVar[str]

    def __init__(self, caption: str | None = None) -> None:
        self.caption = caption

    def encode(self) -> Encoded:
        """The item as bytes.

        Raises:
            BadValue: the data cannot be encoded; the message says what was given and what is accepted.
            MissingDependency: an optional package is needed.
        """
        raise NotImplementedError

    def encode_at(self, place: Place) -> Encoded:
        """The item as bytes, for types whose bytes depend on what was logged before. Raises what `encode` does."""
        return self.encode()

    def was_logged(self, place: Place) -> None:
        """The item is recorded."""


def record(media: Media, store: BlobStore, *, key: str, step: int, index: int, time: int) -> MediaLogged:
    """Encode an item and put it into the store; the record to append.

    Raises:
        BadValue, MissingDependency: see `Media.encode`.
        OSError: the disk refused.
    """
    encoded = media.encode_at(Place(key, step, index))
    blob = None if encoded.data is None else _put(store, Blob(encoded.data, encoded.mime))
    return MediaLogged(
        time=time,
        key=key,
        step=step,
        index=index,
        type=media.type,
        sha256=blob.sha256 if blob else "",
        size_bytes=blob.size_bytes if blob else 0,
        mime=encoded.mime,
        caption=media.caption,
        facts=to_plain(encoded.facts),
        parts={name: _put(store, part) for name, part in encoded.parts.items()},
    )


def _put(store: BlobStore, blob: Blob) -> Part:
    stored = store.put_file(blob.data) if isinstance(blob.data, Path) else store.put(blob.data)
    return Part(stored.sha256, stored.size_bytes, blob.mime)
