"""`file://` addresses: files and folders of this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlparse

from runstone.artifacts.manifest import Entry, base64_md5
from runstone.artifacts.references.pieces import PIECE_BYTES, UNREAD
from runstone.model.errors import BadValue, BlobDamaged


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
    place = _local(uri)
    if place.is_file():
        yield name or place.name, _file_entry(place, uri, checksum)
    elif place.is_dir():
        for folder, _, files in os.walk(place):
            for file in sorted(files):
                path = Path(folder, file)
                relative = path.relative_to(place).as_posix()
                yield (
                    f"{name}/{relative}" if name else relative,
                    _file_entry(path, f"{uri.rstrip('/')}/{quote(relative)}", checksum),
                )
    else:
        raise BadValue(f"Nothing lies at {uri}. Nothing was added.")


def now(entry: Entry) -> Entry | None:
    """See `address.now`."""
    place = _local(entry.ref)
    return _file_entry(place, entry.ref, True) if place.is_file() else None


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    try:
        with open(_local(entry.ref), "rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece
    except OSError as error:
        raise BlobDamaged(f"{entry.ref} cannot be read any more ({error.strerror}).") from error


def _file_entry(path: Path, uri: str, checksum: bool) -> Entry:
    data = hashlib.md5(usedforsecurity=False)
    if checksum:
        with open(path, "rb") as file:
            while piece := file.read(PIECE_BYTES):
                data.update(piece)
    else:
        data.update(path.resolve().as_uri().encode())
    extra = {} if checksum else {UNREAD: True}
    return Entry(base64_md5(data.digest()), path.stat().st_size, ref=uri, extra=extra)


def _local(uri: str) -> Path:
    return Path(unquote(urlparse(uri).netloc + urlparse(uri).path))
