"""References: files that stay where they are, by address; what is known of them, and reading them. One scheme a function.

`file` and `http(s)` need nothing; `s3` needs boto3, `gs` google-cloud-storage; any other scheme is kept as it is and never read.
"""

from __future__ import annotations

import base64
import binascii
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from runstone.artifacts.manifest import Entry, base64_md5
from runstone.model.errors import BadValue, BlobDamaged, MissingDependency, Misuse, ServerUnusable

_UNREAD = "unread"
MAX_OBJECTS = 10_000_000
_PIECE_BYTES = 1 << 20
_TIMEOUT_SECS = 60.0


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
    if scheme == "file":
        found = _look_at_files(uri, name, checksum)
    elif scheme in ("http", "https"):
        found = _look_at_page(uri, name, checksum)
    elif scheme == "s3":
        found = _look_at_s3(uri, name, checksum)
    elif scheme == "gs":
        found = _look_at_gs(uri, name, checksum)
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
    if scheme == "file":
        try:
            with open(_local(entry.ref), "rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    yield piece
        except OSError as error:
            raise BlobDamaged(f"{entry.ref} cannot be read any more ({error.strerror}).") from error
    elif scheme in ("http", "https"):
        yield from _stream_page(entry)
    elif scheme == "s3":
        yield from _stream_s3(entry)
    elif scheme == "gs":
        bucket, _, key = entry.ref.removeprefix("gs://").partition("/")
        with _gs().bucket(bucket).blob(key).open("rb") as file:
            yield from _pieces(file)
    else:
        raise Misuse(f"{entry.ref} is only a word here: nobody knows how to read {scheme}:// addresses.")


def has_md5(entry: Entry) -> bool:
    """Whether the digest of an entry is the MD5 of its bytes, not an ETag or that of its address."""
    digest = entry.digest
    if entry.extra.get(_UNREAD) or urlparse(entry.ref).scheme in ("http", "https"):
        return False
    try:
        return len(digest) == 24 and len(base64.b64decode(digest, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _local(uri: str) -> Path:
    return Path(unquote(urlparse(uri).netloc + urlparse(uri).path))


def _look_at_files(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
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
                    _file_entry(path, f"{uri.rstrip('/')}/{relative}", checksum),
                )
    else:
        raise BadValue(f"Nothing lies at {uri}.")


def _file_entry(path: Path, uri: str, checksum: bool) -> Entry:
    import hashlib

    data = hashlib.md5(usedforsecurity=False)
    if checksum:
        with open(path, "rb") as file:
            while piece := file.read(_PIECE_BYTES):
                data.update(piece)
    else:
        data.update(path.resolve().as_uri().encode())
    extra = {} if checksum else {_UNREAD: True}
    return Entry(base64_md5(data.digest()), path.stat().st_size, ref=uri, extra=extra)


def _look_at_page(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
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


def _stream_page(entry: Entry) -> Iterator[bytes]:
    with _page(entry.ref) as answer:
        etag = (answer.headers.get("ETag") or "").strip('"')
        if "etag" in entry.extra and etag != entry.digest:
            raise BlobDamaged(
                f"{entry.ref} is another file than the one that was logged: its ETag was {entry.digest!r}, and is {etag!r}."
            )
        yield from _pieces(answer)


def _page(uri: str) -> Any:
    try:
        return urllib.request.urlopen(uri, timeout=_TIMEOUT_SECS)
    except (urllib.error.URLError, OSError) as error:
        raise ServerUnusable(
            f"{uri} cannot be read ({getattr(error, 'reason', error)}). Nothing was recorded or written."
        ) from error


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece


def _s3() -> Any:
    try:
        import boto3
    except ImportError:
        raise MissingDependency("boto3", "Reading s3:// addresses", "'runstone[s3]'") from None
    return boto3.client("s3", endpoint_url=os.environ.get("AWS_S3_ENDPOINT_URL"))


def _stream_s3(entry: Entry) -> Iterator[bytes]:
    client = _s3()
    from botocore.exceptions import BotoCoreError, ClientError

    unchanged = {"IfMatch": entry.extra["etag"]} if "etag" in entry.extra else {}
    try:
        yield from _pieces(client.get_object(**_s3_place(entry.ref), **unchanged)["Body"])
    except (BotoCoreError, ClientError) as error:
        raise BlobDamaged(f"{entry.ref} is gone, changed, or not ours to read ({error}).") from error


def _s3_place(uri: str) -> dict[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": key}


def _look_at_s3(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    place = _s3_place(uri)
    if not checksum:
        yield name or os.path.basename(place["Key"]) or place["Bucket"], Entry(uri, ref=uri)
        return
    pages = _s3().get_paginator("list_objects_v2").paginate(Bucket=place["Bucket"], Prefix=place["Key"])
    found = [item for page in pages for item in page.get("Contents", ()) if not item["Key"].endswith("/")]
    whole = [item for item in found if item["Key"] == place["Key"]]
    for item in whole or found:
        relative = os.path.basename(item["Key"]) if whole else item["Key"].removeprefix(place["Key"]).lstrip("/")
        called = (name or relative) if whole else (f"{name}/{relative}" if name else relative)
        yield (
            called,
            Entry(
                item["ETag"].strip('"'),
                item["Size"],
                ref=f"s3://{place['Bucket']}/{item['Key']}",
                extra={"etag": item["ETag"]},
            ),
        )
    if not found:
        raise BadValue(f"Nothing lies at {uri}.")


def _gs() -> Any:
    try:
        from google.cloud import storage
    except ImportError:
        raise MissingDependency("google-cloud-storage", "Reading gs:// addresses", "'runstone[gs]'") from None
    return storage.Client()


def _look_at_gs(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    bucket, _, prefix = uri.removeprefix("gs://").partition("/")
    if not checksum:
        yield name or os.path.basename(prefix) or bucket, Entry(uri, ref=uri)
        return
    found = [item for item in _gs().list_blobs(bucket, prefix=prefix) if not item.name.endswith("/")]
    whole = [item for item in found if item.name == prefix]
    for item in whole or found:
        relative = os.path.basename(item.name) if whole else item.name.removeprefix(prefix).lstrip("/")
        called = (name or relative) if whole else (f"{name}/{relative}" if name else relative)
        yield (
            called,
            Entry(item.md5_hash or item.etag, item.size, ref=f"gs://{bucket}/{item.name}", extra={"etag": item.etag}),
        )
    if not found:
        raise BadValue(f"Nothing lies at {uri}.")
