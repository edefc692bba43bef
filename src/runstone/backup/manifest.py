"""The manifest of a backup: what a home held at one time, and where in the place its bytes lie.

A place holds blobs by their hash: the blobs of the home, and packs, which are stretches of journals behind each other, compressed. Neither is ever
changed. A backup is a manifest that names some of them, written last; so a later backup shares what is the same, and one that was killed is not
there at all.
"""

from __future__ import annotations

import hashlib

import msgspec
import zstandard

from runstone.blobs.inflate import inflate
from runstone.model.errors import UNDECODABLE, BackupDamaged, FormatTooNew

FORMAT = "runstone-backup"
VERSION = 1
MANIFEST_SUFFIX = ".manifest"
_LEVEL = 9
_MAX_BYTES = 4 << 30


class Extent(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a stream: in which pack of the manifest's it lies, and where in the pack's plain bytes."""

    pack: int
    offset: int
    size_bytes: int


class Stream(msgspec.Struct, frozen=True):
    """A file that only grows: a journal, as its writer wrote it, or the registry.

    `size_bytes` is where its last whole record ended. `tail_crc` is the CRC-32 of its last 4096 bytes. `arriving`: its writer is elsewhere.
    """

    size_bytes: int
    tail_crc: int
    extents: list[Extent]
    arriving: bool = False


class Attached(msgspec.Struct, frozen=True):
    """A file beside the journals: its path in the home, its permissions, and the document that holds it."""

    path: str
    mode: int
    document: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`time` is in microseconds since the epoch. `journals` are by their names in every home; `blobs` by SHA-256, with their sizes in bytes.
    `missing_blobs` are those that journals speak of and the home had lost, or removed with a version of an artifact."""

    time: int
    home: str
    runstone: str
    journals: dict[str, Stream]
    registry: Stream
    packs: list[str]
    blobs: dict[str, int]
    attached: list[Attached]
    missing_blobs: list[str] = []
    faults: list[str] = []
    format: str = FORMAT
    version: int = VERSION


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0


def encode(manifest: Manifest) -> tuple[str, bytes]:
    """The name and the bytes of the document that a manifest is. Names sort by time, and tell a torn document from a whole one."""
    data = zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.json.encode(manifest))
    return f"{manifest.time:017d}-{hashlib.sha256(data).hexdigest()[:16]}{MANIFEST_SUFFIX}", data


def decode(name: str, data: bytes) -> Manifest:
    """The manifest that a document is.

    Raises:
        BackupDamaged: the document is not what was written.
        FormatTooNew: a later version wrote it.
    """
    if hashlib.sha256(data).hexdigest()[:16] != name.removesuffix(MANIFEST_SUFFIX).rpartition("-")[2]:
        raise BackupDamaged(
            f"The manifest {name} is not what was written. Other backups in the place are not affected."
        )
    try:
        plain = inflate(data, _MAX_BYTES)
        head = msgspec.json.decode(plain, type=_Head)
        if head.format == FORMAT and head.version > VERSION:
            raise FormatTooNew(
                f"The backup {name} has version {head.version}; this Runstone reads up to {VERSION}. Nothing was changed: update with "
                "`pip install -U runstone`."
            )
        return msgspec.json.decode(plain, type=Manifest)
    except (zstandard.ZstdError, *UNDECODABLE) as error:
        raise BackupDamaged(f"The manifest {name} cannot be read ({error}).") from error
