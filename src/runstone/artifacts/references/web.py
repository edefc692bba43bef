"""`http://` and `https://` addresses."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import pieces
from runstone.model.errors import BlobDamaged, ServerUnusable

_TIMEOUT_SECS = 60.0


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
    called = name or os.path.basename(urlparse(uri).path) or urlparse(uri).netloc
    if not checksum:
        yield called, Entry(uri, ref=uri)
        return
    with _page(uri) as answer:
        size = answer.headers.get("Content-Length")
        etag = answer.headers.get("ETag")
        extra = {"etag": etag} if etag else {}
        digest = (etag.strip('"') if etag else "") or uri
        yield called, Entry(digest, int(size) if size else None, ref=uri, extra=extra)


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    with _page(entry.ref) as answer:
        etag = (answer.headers.get("ETag") or "").strip('"')
        if "etag" in entry.extra and etag != entry.digest:
            raise BlobDamaged(
                f"{entry.ref} is another file than the one that was logged: its ETag was {entry.digest!r}, and is {etag!r}."
            )
        yield from pieces(answer)


def _page(uri: str) -> Any:
    try:
        return urllib.request.urlopen(uri, timeout=_TIMEOUT_SECS)
    except (urllib.error.URLError, OSError) as error:
        raise ServerUnusable(
            f"{uri} cannot be read ({getattr(error, 'reason', error)}). Nothing was recorded or written."
        ) from error
