"""Addresses of files that stay where they are: what lies there, what lay there, and reading it.

`file` and `http(s)` need nothing; `s3` needs boto3, `gs` google-cloud-storage; any other scheme is kept as it is and never read.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlparse

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references import files, gs, s3, web
from runstone.artifacts.references.pieces import UNREAD
from runstone.model.errors import BadValue, Misuse

MAX_OBJECTS = 10_000_000


class _Scheme(NamedTuple):
    """A kind of address."""

    look_at: Callable[[str, str | None, bool], Iterator[tuple[str, Entry]]]
    stream: Callable[[Entry], Iterator[bytes]]
    now: Callable[[Entry], Entry | None]


_WEB = _Scheme(web.look_at, web.stream, web.now)
_SCHEMES = {
    "file": _Scheme(files.look_at, files.stream, files.now),
    "http": _WEB,
    "https": _WEB,
    "s3": _Scheme(s3.look_at, s3.stream, s3.now),
    "gs": _Scheme(gs.look_at, gs.stream, gs.now),
}


def look_at(
    uri: str, name: str | None, checksum: bool = True, max_objects: int | None = None
) -> Iterator[tuple[str, Entry]]:
    """What lies at an address: one entry, or those of a folder or prefix.

    Args:
        uri: with its scheme.
        name: what it is called in the artifact; by default its last part. For a folder, the folder there.
        checksum: look at the bytes or their ETag; without, the address itself is the digest.
        max_objects: of a folder or prefix.

    Raises:
        BadValue: it is no address, nothing is there, or there is too much of it.
        MissingDependency: the scheme needs a package.
        ServerUnusable: nobody answers there.
    """
    scheme = urlparse(uri).scheme
    if not scheme:
        raise BadValue(
            f"{uri!r} is no address: begin it with file://, https:// or s3://. To take in a file itself, use add_file."
        )
    known = _SCHEMES.get(scheme)
    if known is not None:
        found = known.look_at(uri, name, checksum)
    elif name is None:
        raise BadValue(f"{uri!r}: give a name for it, since nothing is known of {scheme}:// addresses.")
    else:
        found = iter([(name, Entry(uri, ref=uri))])
    limit = max_objects or MAX_OBJECTS
    for count, item in enumerate(found):
        if count >= limit:
            raise BadValue(f"{uri} holds more than {limit:,} files; max_objects says how many it may hold.")
        yield item


def stream(entry: Entry) -> Iterator[bytes]:
    """The bytes of a reference, as they are now.

    Raises:
        BlobDamaged: nothing is there any more, or something else.
        MissingDependency: the scheme needs a package.
        Misuse: nobody can read such an address.
    """
    scheme = urlparse(entry.ref).scheme
    known = _SCHEMES.get(scheme)
    if known is None:
        raise Misuse(f"{entry.ref} is only a word here: nobody knows how to read {scheme}:// addresses.")
    yield from known.stream(entry)


def now(entry: Entry) -> Entry | None:
    """A reference as it is now; None where nothing is there any more. One of which nothing was known, or nothing can be, is as it was.

    Raises:
        BlobDamaged: nothing is there any more, and more cannot be said.
        MissingDependency: the scheme needs a package.
        ServerUnusable: nobody answers there.
    """
    known = _SCHEMES.get(urlparse(entry.ref).scheme)
    if known is None or entry.extra.get(UNREAD) or (entry.digest == entry.ref and not entry.extra):
        return entry
    return known.now(entry)


def md5(entry: Entry) -> str | None:
    """The MD5 of the bytes of an entry, in base64; None where its digest is an ETag or that of its address."""
    digest = entry.digest
    if "md5" in entry.extra:
        return base64.b64encode(bytes.fromhex(entry.extra["md5"])).decode()
    if entry.extra.get(UNREAD) or urlparse(entry.ref).scheme in ("http", "https", "s3"):
        return None
    try:
        return digest if len(digest) == 24 and len(base64.b64decode(digest, validate=True)) == 16 else None
    except (binascii.Error, ValueError):
        return None
