"""`gs://` addresses, by google-cloud-storage, which finds an emulator by STORAGE_EMULATOR_HOST."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import pieces
from runstone.model.errors import BadValue, BlobDamaged, MissingDependency, ServerUnusable


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
    bucket, key = _place(uri)
    own_name = os.path.basename(key.rstrip("/"))
    if not checksum:
        yield name or own_name or bucket, Entry(uri, ref=uri)
        return
    with _told(uri) as client:
        whole = client.bucket(bucket).get_blob(key) if key and not key.endswith("/") else None
        if whole is not None:
            yield name or own_name, _entry(bucket, whole)
            return
        folder = f"{key.rstrip('/')}/" if key else ""
        count = 0
        for item in client.list_blobs(bucket, prefix=folder):
            if item.name.endswith("/"):
                continue
            count += 1
            relative = item.name.removeprefix(folder)
            yield (f"{name}/{relative}" if name else relative), _entry(bucket, item)
    if not count:
        raise BadValue(f"Nothing lies at {uri}. Nothing was added.")


def now(entry: Entry) -> Entry | None:
    """See `address.now`."""
    bucket, key = _place(entry.ref)
    with _told(entry.ref) as client:
        found = client.bucket(bucket).get_blob(key)
    return None if found is None else _entry(bucket, found)


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    bucket, key = _place(entry.ref)
    with _told(entry.ref) as client:
        # The reader asks for a piece at a time, and tries again by itself.
        yield from pieces(client.bucket(bucket).blob(key, generation=entry.extra.get("generation")).open("rb"))


def _entry(bucket: str, item: Any) -> Entry:
    extra = {"etag": item.etag, "generation": item.generation}
    return Entry(item.md5_hash or item.etag, item.size, ref=f"gs://{bucket}/{item.name}", extra=extra)


def _place(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("gs://").partition("/")
    return bucket, key


@contextmanager
def _told(uri: str) -> Iterator[Any]:
    """A client, whose errors are told in our words.

    Raises:
        BlobDamaged: nothing is there.
        ServerUnusable: nobody answers, or the answer is no.
        MissingDependency: google-cloud-storage is not there.
    """
    try:
        from google.api_core.exceptions import GoogleAPIError, NotFound
        from google.auth.exceptions import GoogleAuthError
        from google.cloud import storage
    except ImportError:
        raise MissingDependency("google-cloud-storage", "Reading gs:// addresses", "'runstone[gs]'") from None
    try:
        yield storage.Client()
    except NotFound as error:
        raise BlobDamaged(f"{uri} is gone, or its bucket is. Nothing was written.") from error
    except (GoogleAPIError, GoogleAuthError, OSError) as error:
        raise ServerUnusable(f"{uri} cannot be read ({error}). Nothing was recorded or written.") from error
