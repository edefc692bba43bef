"""The manifest of a version: which files it has, and where their bytes lie. It is kept as a blob of JSON."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue, BlobDamaged

CHUNK_BYTES = 4 << 20
LARGE_BYTES = 16 << 20
"""Files from this size on are kept in chunks, so that checkpoints which are nearly the same share what they have in common."""

VERSION = 1
MAX_PATH_CHARS = 4096


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of a version: its `digest` as W&B computes it, and where its bytes are: in one blob, in chunks, or elsewhere (`ref`).

    `size_bytes` is None for a reference of which nobody knows how long it is.
    """

    digest: str
    size_bytes: int | None = None
    sha256: str = ""
    chunks: list[str] = []
    ref: str = ""
    extra: dict[str, Any] = {}

    @property
    def blobs(self) -> list[str]:
        """The blobs that hold it, in order."""
        return self.chunks or ([self.sha256] if self.sha256 else [])


class _Document(msgspec.Struct, frozen=True):
    entries: dict[str, Entry]
    version: int = VERSION


class Manifest:
    """Entries by path. Paths have `/` between their parts and lead nowhere but down."""

    def __init__(self, entries: Mapping[str, Entry] | None = None) -> None:
        self.entries: dict[str, Entry] = dict(entries or {})

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(sorted(self.entries.items()))

    @property
    def digest(self) -> str:
        """What tells these contents from others: the hex MD5 of paths and digests, as W&B computes it."""
        digest = hashlib.md5(b"wandb-artifact-manifest-v1\n", usedforsecurity=False)
        for path, entry in self:
            digest.update(f"{path}:{entry.digest}\n".encode())
        return digest.hexdigest()

    @property
    def size_bytes(self) -> int:
        """All files together; references count with what is known of them."""
        return sum(entry.size_bytes or 0 for entry in self.entries.values())

    def blobs(self) -> Iterator[str]:
        """Every blob that some entry is held by."""
        for entry in self.entries.values():
            yield from entry.blobs

    def below(self, prefix: str) -> Manifest:
        """The entries at a path or below it; all for an empty one."""
        folder = prefix.rstrip("/")
        return Manifest(
            {
                path: entry
                for path, entry in self.entries.items()
                if not folder or path == folder or path.startswith(f"{folder}/")
            }
        )

    def encode(self) -> bytes:
        """The manifest as JSON: the same bytes for the same entries."""
        return msgspec.json.encode(_Document(dict(self)))

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """What `encode` gave. Anybody may have made these bytes.

        Raises:
            BlobDamaged: they are no manifest, or one with a path that leads out of it.
        """
        try:
            document = msgspec.json.decode(data, type=_Document)
            for path, entry in document.entries.items():
                if check_path(path) != path or not all(_is_sha256(blob) for blob in entry.blobs):
                    raise BadValue(f"the path {path!r} or its blobs cannot be")
        except (msgspec.MsgspecError, UnicodeDecodeError, BadValue, RecursionError) as error:
            raise BlobDamaged(
                f"A manifest cannot be read ({error}). Bring its blob back from a copy of the home."
            ) from error
        return cls(document.entries)

    @classmethod
    def load(cls, store: BlobStore, sha256: str) -> Manifest:
        """The manifest in a blob.

        Raises:
            BlobDamaged: the blob is missing, has changed, or is no manifest.
        """
        return cls.decode(store.get(sha256))

    def save(self, store: BlobStore) -> str:
        """Keep it as a blob.

        Returns:
            The blob's SHA-256.

        Raises:
            OSError: the disk refused.
        """
        return store.put(self.encode()).sha256


def merged(manifests: Iterable[Manifest]) -> Manifest:
    """All entries of these; of two with one path, that of the later manifest."""
    entries: dict[str, Entry] = {}
    for manifest in manifests:
        entries.update(manifest.entries)
    return Manifest(entries)


def check_path(path: str) -> str:
    """The path of an entry in its one spelling.

    Raises:
        BadValue: it is empty, leads out of the artifact, or holds control characters.
    """
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    clean = "/".join(parts)
    if (
        not parts
        or ".." in parts
        or len(clean) > MAX_PATH_CHARS
        or any(ord(sign) < 32 or ord(sign) == 127 for sign in clean)
    ):
        raise BadValue(f"{path!r} cannot name a file of an artifact: a path has at least one part, and none is `..`.")
    return clean


def base64_md5(digest: bytes) -> str:
    """A digest as manifests spell it."""
    return base64.b64encode(digest).decode()


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
