"""`http://` and `https://` addresses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.parse import urlparse

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import BrokeOff, pieces, resumed
from runstone.model.errors import BadValue, BlobDamaged, ServerUnusable

_TIMEOUT_SECS = 60.0
_GONE = (404, 410)


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
    called = name or os.path.basename(urlparse(uri).path) or urlparse(uri).netloc
    found = _now(uri) if checksum else Entry(uri, ref=uri)
    if found is None:
        raise BadValue(f"Nothing lies at {uri}: the server answers that there is no such page. Nothing was added.")
    yield called, found


def now(entry: Entry) -> Entry | None:
    """See `address.now`."""
    return _now(entry.ref)


def _now(uri: str) -> Entry | None:
    with _page(uri, "HEAD") as answer:
        status = answer.status
        if status in (405, 501):  # some servers know GET alone
            with _page(uri) as whole:
                return _entry(uri, whole)
        return None if status in _GONE else _entry(uri, answer)


def _entry(uri: str, answer: Any) -> Entry:
    _check(uri, answer)
    size, etag, changed = (answer.headers.get(name) for name in ("Content-Length", "ETag", "Last-Modified"))
    extra = {name: value for name, value in (("etag", etag), ("last_modified", changed)) if value}
    digest = (etag or "").strip('"') or uri
    return Entry(digest, int(size) if size and size.isdigit() else None, ref=uri, extra=extra)


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    try:
        yield from resumed(lambda position: _from(entry, position))
    except BrokeOff as error:
        raise ServerUnusable(f"{entry.ref} broke off ({error}), again and again. Nothing was written.") from error


def _from(entry: Entry, position: int) -> Iterator[bytes]:
    with _page(entry.ref, "GET", {"Range": f"bytes={position}-"} if position else {}) as answer:
        if answer.status in _GONE:
            raise BlobDamaged(f"{entry.ref} is gone. Nothing was written.")
        _check(entry.ref, answer)
        _check_same(entry, answer)
        skipped = 0 if answer.status == 206 else position
        left = int(answer.headers.get("Content-Length") or -1)
        found = pieces(answer)
        while (piece := _next(found)) is not None:
            left -= len(piece)
            rest, skipped = piece[skipped:], max(0, skipped - len(piece))
            if rest:
                yield rest
        if left > 0:
            raise BrokeOff(f"{left:,} bytes were still to come")


def _next(found: Iterator[bytes]) -> bytes | None:
    try:
        return next(found, None)
    except (OSError, HTTPException) as error:
        raise BrokeOff(str(error) or type(error).__name__) from error


def _check_same(entry: Entry, answer: Any) -> None:
    for fact, header in (("etag", "ETag"), ("last_modified", "Last-Modified")):
        was, is_now = entry.extra.get(fact), answer.headers.get(header)
        if was and was != is_now:
            raise BlobDamaged(
                f"{entry.ref} is another file than the one that was logged: its {header} was {was}, and is {is_now}. Nothing was written."
            )
        if was:  # an ETag that stands is more than a time
            return


def _check(uri: str, answer: Any) -> None:
    if answer.status >= 300:
        raise ServerUnusable(
            f"{uri} cannot be read: the server answers {answer.status}. Nothing was recorded or written."
        )


def _page(uri: str, method: str = "GET", headers: dict[str, str] | None = None) -> Any:
    from urllib.error import HTTPError  # here, since it takes longer to import than most artifacts take to log
    from urllib.request import Request, urlopen

    try:
        return urlopen(Request(uri, headers=headers or {}, method=method), timeout=_TIMEOUT_SECS)
    except HTTPError as answer:
        return answer
    except (OSError, HTTPException, ValueError) as error:
        raise ServerUnusable(
            f"{uri} cannot be read ({getattr(error, 'reason', error)}). Nothing was recorded or written."
        ) from error
