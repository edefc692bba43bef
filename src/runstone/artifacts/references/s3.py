"""`s3://` addresses, by boto3: of AWS, and of whatever server AWS_ENDPOINT_URL_S3 or AWS_S3_ENDPOINT_URL names."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from runstone.artifacts.manifest import Entry
from runstone.artifacts.references.pieces import BrokeOff, pieces, resumed
from runstone.model.errors import BadValue, BlobDamaged, MissingDependency, ServerUnusable

_GONE = frozenset({"404", "NoSuchKey", "NoSuchBucket", "NoSuchVersion", "NotFound"})
_CHANGED = frozenset({"412", "PreconditionFailed"})
_MD5 = re.compile(r"[0-9a-f]{32}")

_lock = threading.Lock()  # guards _clients: making a client is nothing for threads, using one is
_clients: dict[tuple[int, str | None], Any] = {}


def look_at(uri: str, name: str | None, checksum: bool) -> Iterator[tuple[str, Entry]]:
    """See `address.look_at`."""
    bucket, key = _place(uri)
    own_name = os.path.basename(key.rstrip("/"))
    if not checksum:
        yield name or own_name or bucket, Entry(uri, ref=uri)
        return
    whole = _head(bucket, key) if key and not key.endswith("/") else None
    if whole is not None:
        yield name or own_name, whole
        return
    folder = f"{key.rstrip('/')}/" if key else ""
    is_plain: bool | None = None
    with _told(uri) as client:
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder):
            for item in page.get("Contents", ()):
                if item["Key"].endswith("/"):
                    continue
                if is_plain is None:  # encryption is a matter of the bucket
                    first = _head(bucket, item["Key"])
                    is_plain = first is not None and "md5" in first.extra
                relative = item["Key"].removeprefix(folder)
                entry = _entry(bucket, item["Key"], item["ETag"], item["Size"], is_plain)
                yield (f"{name}/{relative}" if name else relative), entry
    if is_plain is None:
        raise BadValue(f"Nothing lies at {uri}. Nothing was added.")


def now(entry: Entry) -> Entry | None:
    """See `address.now`."""
    return _head(*_place(entry.ref), entry.extra.get("version"))


def stream(entry: Entry) -> Iterator[bytes]:
    """See `address.stream`."""
    try:
        yield from resumed(lambda position: _from(entry, position))
    except BrokeOff as error:
        raise ServerUnusable(f"{entry.ref} broke off ({error}), again and again. Nothing was written.") from error


def _from(entry: Entry, position: int) -> Iterator[bytes]:
    bucket, key = _place(entry.ref)
    asked: dict[str, str] = {"Bucket": bucket, "Key": key}
    if "etag" in entry.extra:
        asked["IfMatch"] = entry.extra["etag"]
    if "version" in entry.extra:
        asked["VersionId"] = entry.extra["version"]
    if position:
        asked["Range"] = f"bytes={position}-"
    with _told(entry.ref) as client:
        found = pieces(client.get_object(**asked)["Body"])
    from botocore.exceptions import BotoCoreError, HTTPClientError

    try:
        yield from found
    except (BotoCoreError, HTTPClientError, OSError) as error:
        raise BrokeOff(str(error)) from error


def _head(bucket: str, key: str, version: str | None = None) -> Entry | None:
    asked = {"VersionId": version} if version else {}
    try:
        with _told(f"s3://{bucket}/{key}") as client:
            found = client.head_object(Bucket=bucket, Key=key, **asked)
    except BlobDamaged:
        return None
    is_plain = found.get("ServerSideEncryption") in (None, "AES256") and "SSECustomerAlgorithm" not in found
    return _entry(bucket, key, found["ETag"], found["ContentLength"], is_plain, found.get("VersionId"))


def _entry(bucket: str, key: str, etag: str, size_bytes: int, is_plain: bool, version: str | None = None) -> Entry:
    digest = etag.strip('"')
    extra: dict[str, Any] = {"etag": etag}
    if is_plain and _MD5.fullmatch(digest):  # else the parts of it were summed, or what encryption made of them
        extra["md5"] = digest
    if version not in (None, "", "null"):
        extra["version"] = version
    return Entry(digest, size_bytes, ref=f"s3://{bucket}/{key}", extra=extra)


def _place(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


@contextmanager
def _told(uri: str) -> Iterator[Any]:
    """A client, whose errors are told in our words.

    Raises:
        BlobDamaged: nothing is there, or something else than was asked for.
        ServerUnusable: nobody answers, or the answer is no.
        MissingDependency: boto3 is not there.
    """
    client = _client()
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield client
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _GONE:
            raise BlobDamaged(f"{uri} is gone, or its bucket is. Nothing was written.") from error
        if code in _CHANGED:
            raise BlobDamaged(
                f"{uri} is another object than the one that was logged: its ETag has changed. Nothing was written."
            ) from error
        raise ServerUnusable(
            f"{uri} cannot be read: the server refuses it ({code or error}). Are the credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID) those of "
            "somebody who may? Nothing was recorded or written."
        ) from error
    except BotoCoreError as error:
        raise ServerUnusable(f"{uri} cannot be read ({error}). Nothing was recorded or written.") from error


def _client() -> Any:
    try:
        import boto3
    except ImportError:
        raise MissingDependency("boto3", "Reading s3:// addresses", "'runstone[s3]'") from None
    endpoint = os.environ.get("AWS_S3_ENDPOINT_URL")
    with _lock:
        key = (os.getpid(), endpoint)
        if key not in _clients:
            _clients[key] = boto3.client("s3", endpoint_url=endpoint)
        return _clients[key]
