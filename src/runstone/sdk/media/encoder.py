"""How a media item becomes a record."""

from __future__ import annotations

from pathlib import Path

from runstone.blobs.store import BlobStore
from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.model.records import MediaLogged, Part
from runstone.model.values import to_plain
from runstone.sdk.media.media import Blob, Media, Place


def record(media: Media, store: BlobStore, *, key: str, step: int, index: int, time: int) -> MediaLogged:
    """Encode an item and put it into the store; the record to append.

    Raises:
        BadValue, MissingDependency: see `Media.encode`.
        OSError: the disk refused.
    """
    encoded = media.encode_at(Place(key, step, index))
    blob = None if encoded.data is None else _put(store, Blob(encoded.data, encoded.mime))
    logged = MediaLogged(
        time=time,
        key=key,
        step=step,
        index=index,
        type=media.type,
        sha256=blob.sha256 if blob else "",
        size_bytes=blob.size_bytes if blob else 0,
        mime=blob.mime if blob else encoded.mime,
        caption=media.caption,
        facts=to_plain(encoded.facts),
        parts={name: _put(store, part) for name, part in encoded.parts.items()},
    )
    media.was_logged(Place(key, step, index))
    return logged


def _put(store: BlobStore, blob: Blob) -> Part:
    data, mime = blob.data, blob.mime
    if isinstance(data, Raw):
        data, mime = raw.encode(b"".join(raw.pack(data)))
    stored = store.put_file(data) if isinstance(data, Path) else store.put(data)
    return Part(stored.sha256, stored.size_bytes, mime)
