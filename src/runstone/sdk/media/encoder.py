"""The seam of media: what every type can do, and how an item becomes a record."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from runstone.blobs.store import BlobStore
from runstone.model.records import MediaLogged
from runstone.model.values import to_plain


class Encoded(NamedTuple):
    """The bytes of a media item, or the file that holds them, with what its type knows about it."""

    data: bytes | Path
    mime: str
    facts: dict[str, Any]


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


def record(media: Media, store: BlobStore, *, key: str, step: int, index: int, time: int) -> MediaLogged:
    """Encode an item and put it into the store; the record to append.

    Raises:
        BadValue, MissingDependency: see `Media.encode`.
        OSError: the disk refused.
    """
    encoded = media.encode()
    stored = store.put_file(encoded.data) if isinstance(encoded.data, Path) else store.put(encoded.data)
    return MediaLogged(
        time=time,
        key=key,
        step=step,
        index=index,
        type=media.type,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        mime=encoded.mime,
        caption=media.caption,
        facts=to_plain(encoded.facts),
    )
