"""`s3://` addresses, by boto3."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import pieces
from runstone.model.errors import BadValue, BlobDamaged, MissingDependency


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
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


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    client = _s3()
    from botocore.exceptions import BotoCoreError, ClientError

    unchanged = {"IfMatch": entry.extra["etag"]} if "etag" in entry.extra else {}
    try:
        yield from pieces(client.get_object(**_s3_place(entry.ref), **unchanged)["Body"])
    except (BotoCoreError, ClientError) as error:
        raise BlobDamaged(f"{entry.ref} is gone, changed, or not ours to read ({error}).") from error


def _s3() -> Any:
    try:
        import boto3
    except ImportError:
        raise MissingDependency("boto3", "Reading s3:// addresses", "'runstone[s3]'") from None
    return boto3.client("s3", endpoint_url=os.environ.get("AWS_S3_ENDPOINT_URL"))


def _s3_place(uri: str) -> dict[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": key}
