"""`gs://` addresses, by google-cloud-storage."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import pieces
from runstone.model.errors import BadValue, MissingDependency


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
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


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    bucket, _, key = entry.ref.removeprefix("gs://").partition("/")
    with _gs().bucket(bucket).blob(key).open("rb") as file:
        yield from pieces(file)


def _gs() -> Any:
    try:
        from google.cloud import storage
    except ImportError:
        raise MissingDependency("google-cloud-storage", "Reading gs:// addresses", "'runstone[gs]'") from None
    return storage.Client()
