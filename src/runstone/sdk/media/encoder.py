"""The seam of media: anything that becomes a blob with a type, a caption and facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.model.records import MediaLogged


class Encoded(NamedTuple):
    """A media item as it is kept. `data` is the bytes, or the file that holds them."""

    data: bytes | Path
    mime: str
    facts: dict[str, Any]


class Media:
    """One media item.

    What a type must keep: the constructor checks what it is given and raises `BadValue` there, in the user's frame; content that can
    change under us (an array) is taken there as well, so that later changes do not reach the record. `encode` may be called more than
    once and gives the same each time, unless the item grew on purpose (a table).
    """

    type: ClassVar[str]
    caption: str | None = None

    def encode(self) -> Encoded:
        """The item as bytes.

        Raises:
            BadValue: it cannot be encoded; the message says what could.
            OSError: its file cannot be read.
        """
        raise NotImplementedError


def record(media: Media, store: BlobStore, *, key: str, step: int, index: int, time: int) -> MediaLogged:
    """Store a media item, and give the record that names it.

    Raises:
        BadValue: it cannot be encoded, or its file cannot be read.
        OSError: the disk of the store refused.
    """
    encoded = media.encode()
    if isinstance(encoded.data, bytes):
        stored = store.put(encoded.data)
    else:
        try:
            stream = open(encoded.data, "rb")  # noqa: SIM115 - only the opening is the user's fault, not what the store does with it
        except OSError as error:
            raise BadValue(f"{encoded.data} cannot be read ({error.strerror}).") from error
        with stream:
            stored = store.put_stream(stream)
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
        facts=encoded.facts,
    )


def check_caption(caption: object) -> str | None:
    """A caption as text.

    Raises:
        BadValue: it is neither a text nor None.
    """
    if caption is None or isinstance(caption, str):
        return caption
    raise BadValue(f"caption={caption!r} is no text.")
