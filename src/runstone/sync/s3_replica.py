"""A bucket of S3, or a folder in one, as a replica. See Replica.

Objects cannot grow, so a journal is segments, each an object named by the offset at which it begins; blobs are objects, too:

    journals/<kind>/<ledger>/<writer>/<offset, 20 digits>
    blobs/ab/<sha256>
    backups/<name>            see Shelf

Many small segments, as a live run makes them, are joined into one now and then: the joined one takes the place of the first, and the others go.
Whoever reads meanwhile finds bytes twice, never none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from runstone.blobs.store import Readable
from runstone.model.errors import BadValue, BlobDamaged, HomeUnusable, JournalsDiffer, MissingDependency, ServerUnusable
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import SHELF, Piece, by_journal, other_bytes

_THREADS = 16
_JOINED_SEGMENTS = 32
_JOINED_BYTES = 32 << 20
_IN_MEMORY_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 20

T = TypeVar("T")
R = TypeVar("R")


class Segment(NamedTuple):
    """A stretch of a journal that is an object."""

    key: str
    offset: int
    size_bytes: int

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.offset + self.size_bytes


class S3Replica:
    """A place in a bucket. Credentials, region and endpoint are those of AWS's own settings; AWS_S3_ENDPOINT_URL names another server."""

    def __init__(self, bucket: str, prefix: str) -> None:
        """
        Args:
            bucket: its name; it must be there.
            prefix: of all keys, empty for the whole bucket.

        Raises:
            MissingDependency: boto3 is not there.
        """
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = _client()
        self._threads = ThreadPoolExecutor(_THREADS, "runstone-s3")
        self._known: dict[JournalName, list[Segment]] = {}

    def __str__(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def sizes(self, names: Iterable[JournalName] | None = None) -> dict[JournalName, int]:
        """See Replica."""
        if names is None:
            self._known = self._listed("")
        else:
            wanted = list(names)
            for name, found in zip(wanted, self._each(lambda name: self._listed(name.text + "/"), wanted), strict=True):
                self._known[name] = found.get(name, [])
        asked = self._known if names is None else wanted
        return {name: _length(self._known[name]) for name in asked if _length(self._known[name])}

    def read(self, name: JournalName, offset: int, size: int) -> bytes:
        """See Replica."""
        if name not in self._known:
            self.sizes([name])
        end = min(offset + size, _length(self._known[name]))
        data = b""
        for segment in self._known[name]:
            at = offset + len(data)
            if segment.offset <= at < min(segment.end, end):
                data += self._bytes(segment.key, at - segment.offset, min(segment.end, end) - at)
        return data

    def append(self, pieces: Sequence[Piece]) -> dict[JournalName, int]:
        """See Replica."""
        grown = by_journal(pieces)
        there = self.sizes(grown)
        ends: dict[JournalName, int] = {}
        faults: list[JournalsDiffer] = []

        def bring(name: JournalName) -> None:
            try:
                ends[name] = self._append(name, grown[name], there.get(name, 0))
            except JournalsDiffer as error:
                faults.append(error)

        list(self._each(bring, grown))
        if faults:
            raise faults[0]
        return {name: ends[name] for name in grown}

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """See Replica."""
        wanted = list(blobs)
        return {sha256 for sha256, there in zip(wanted, self._each(self._has, wanted), strict=True) if not there}

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """See Replica. An object cannot be taken back while it is sent, so the bytes are looked at first."""
        digest = hashlib.sha256()
        with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
                file.write(chunk)
            if digest.hexdigest() != sha256:
                raise other_bytes(sha256)
            file.seek(0)
            if not self._has(sha256):
                with self._told("takes nothing"):
                    self._client.upload_fileobj(_Unclosed(file), self._bucket, self._blob_key(sha256))

    @contextmanager
    def open(self, sha256: str) -> Iterator[Readable]:
        """See Replica."""
        try:
            with self._told("cannot be read"):
                body = self._client.get_object(Bucket=self._bucket, Key=self._blob_key(sha256))["Body"]
        except _Gone as error:
            raise BlobDamaged(f"The blob {sha256} is missing from {self}.") from error
        try:
            with self._told("broke off"):
                yield body
        finally:
            body.close()

    def documents(self) -> list[str]:
        """See Shelf."""
        folder = f"{self._prefix}{SHELF}/"
        with self._told("cannot be read"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder)
            return sorted(item["Key"].removeprefix(folder) for page in pages for item in page.get("Contents", ()))

    def read_document(self, name: str) -> bytes:
        """See Shelf."""
        try:
            with self._told("cannot be read"):
                key = f"{self._prefix}{SHELF}/{name}"
                return bytes(self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read())
        except _Gone as error:
            raise FileNotFoundError(name) from error

    def write_document(self, name: str, data: bytes) -> None:
        """See Shelf."""
        self._write(f"{self._prefix}{SHELF}/{name}", data)

    def close(self) -> None:
        """End the threads, and let go of the connections. Idempotent."""
        self._threads.shutdown()
        self._client.close()

    def _append(self, name: JournalName, pieces: list[Piece], size_bytes: int) -> int:
        rest = b""
        end = size_bytes
        for piece in pieces:
            if piece.offset > end:
                break
            overlap = max(0, min(len(piece.data), size_bytes - piece.offset))
            if overlap and self.read(name, piece.offset, overlap) != piece.data[:overlap]:
                raise JournalsDiffer(
                    f"{self} has another journal {name.text} than the one that arrives, near byte {piece.offset}. Nothing of it was changed. "
                    "Bring the runs into another place to see both."
                )
            new = piece.data[max(0, end - piece.offset) :]
            rest += new
            end += len(new)
        if rest:
            self._write(self._segment_key(name, size_bytes), rest)
            self._known[name].append(Segment(self._segment_key(name, size_bytes), size_bytes, len(rest)))
            self._join(name)
        return end

    def _join(self, name: JournalName) -> None:
        """Make one of the small segments at the end of a journal, if there are many."""
        segments = self._known[name]
        last = [segment for segment in segments[-_JOINED_SEGMENTS:] if segment.size_bytes < _JOINED_BYTES]
        if len(last) < _JOINED_SEGMENTS or last[-1].end - last[0].offset > _JOINED_BYTES:
            return
        data = self.read(name, last[0].offset, last[-1].end - last[0].offset)
        self._write(last[0].key, data)
        with self._told("takes nothing"):
            doomed = [{"Key": segment.key} for segment in last[1:]]
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": doomed, "Quiet": True})
        self._known[name] = [*segments[:-_JOINED_SEGMENTS], Segment(last[0].key, last[0].offset, len(data))]

    def _listed(self, below: str) -> dict[JournalName, list[Segment]]:
        """The segments of journals whose names begin so, by their offsets."""
        found: dict[JournalName, list[Segment]] = {}
        root = f"{self._prefix}journals/"
        with self._told("cannot be read"):
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=root + below
            ):
                for item in page.get("Contents", ()):
                    text, _, offset = item["Key"].removeprefix(root).rpartition("/")
                    try:
                        segment = Segment(item["Key"], int(offset), item["Size"])
                        found.setdefault(JournalName.parse(text), []).append(segment)
                    except (BadValue, ValueError):
                        continue  # something else that lies there
        for segments in found.values():
            segments.sort(key=lambda segment: segment.offset)
        return found

    def _has(self, sha256: str) -> bool:
        try:
            with self._told("cannot be read"):
                self._client.head_object(Bucket=self._bucket, Key=self._blob_key(sha256))
        except _Gone:
            return False
        return True

    def _bytes(self, key: str, offset: int, size: int) -> bytes:
        with self._told("cannot be read"):
            wanted = f"bytes={offset}-{offset + size - 1}"
            return bytes(self._client.get_object(Bucket=self._bucket, Key=key, Range=wanted)["Body"].read())

    def _write(self, key: str, data: bytes) -> None:
        with self._told("takes nothing"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=data)

    def _each(self, do: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        return self._threads.map(do, items)

    def _segment_key(self, name: JournalName, offset: int) -> str:
        return f"{self._prefix}journals/{name.text}/{offset:020d}"

    def _blob_key(self, sha256: str) -> str:
        return f"{self._prefix}blobs/{sha256[:2]}/{sha256}"

    @contextmanager
    def _told(self, trouble: str) -> Iterator[None]:
        """Tell errors in our words.

        Raises:
            _Gone: there is no such object.
            ServerUnusable: nobody answers.
            HomeUnusable: the answer is no.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in ("404", "NoSuchKey", "NotFound"):
                raise _Gone from error
            raise HomeUnusable(
                f"{self} {trouble}: the server refuses it ({code or error}). Is the bucket there, and are the credentials (AWS_PROFILE, "
                "AWS_ACCESS_KEY_ID) those of somebody who may? What had arrived is safe."
            ) from error
        except (BotoCoreError, OSError) as error:
            raise ServerUnusable(f"{self} {trouble} ({error}). What had arrived is safe.") from error


class _Gone(Exception):
    """There is no such object."""


class _Unclosed:
    """A file that an upload does not close, as boto's do."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """See a file's."""
        return bytes(self._file.read(size))


def _length(segments: list[Segment]) -> int:
    """How many bytes of a journal its segments hold, from its beginning on without a gap."""
    end = 0
    for segment in segments:
        if segment.offset > end:
            break
        end = max(end, segment.end)
    return end


def _client() -> Any:
    try:
        import boto3
    except ImportError:
        raise MissingDependency("boto3", "Syncing with s3://", "'runstone[s3]'") from None
    return boto3.client("s3", endpoint_url=os.environ.get("AWS_S3_ENDPOINT_URL"))
