"""A version as a ZIP archive, made while it is read: of a snapshot the whole tree, with links, empty folders and what can be executed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from runstone.artifacts.contents import Contents
from runstone.blobs.store import BlobStore
from runstone.model.errors import BlobDamaged
from runstone.snapshots.restoring import tree_facts
from runstone.snapshots.taking import TREE

# The first day that ZIP knows: the same contents make the same archive.
_DATE = (1980, 1, 1, 0, 0, 0)
_ZIP64_BYTES = 1 << 30


class _Outlet:
    """What an archive writes to, and is taken from. It cannot be sought in, so sizes stand behind what they are of."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def zip_contents(store: BlobStore, contents: Contents) -> Iterator[bytes]:
    """The bytes of the archive, piece by piece. Files that stay elsewhere (references) are not in it.

    Raises:
        BlobDamaged: a blob is missing, before the first piece; or it has another length than it had.
    """
    facts = tree_facts(contents)
    files = [(path, entry) for path, entry in contents.manifest if not entry.ref and path != TREE]
    for path, entry in files:
        for blob in entry.blobs:
            if not store.path(blob).exists():
                raise BlobDamaged(f"The blob {blob} of {path} is missing. Bring it back from a copy of the home.")
    executables = frozenset(facts.executables)
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it asks for no more than `write` and `flush`
        for path, entry in files:
            info = _info(path, stat.S_IFREG | (0o755 if path in executables else 0o644))
            with archive.open(info, "w", force_zip64=(entry.size_bytes or 0) > _ZIP64_BYTES) as member:
                for piece in contents.stream(path):
                    member.write(piece)
                    yield outlet.take()
        for path in facts.empty_folders:
            archive.writestr(_info(f"{path}/", stat.S_IFDIR | 0o755), b"")
        for path, leads_to in facts.links.items():
            archive.writestr(_info(path, stat.S_IFLNK | 0o777), leads_to.encode("utf-8", "surrogateescape"))
    yield outlet.take()


def _info(path: str, mode: int) -> ZipInfo:
    info = ZipInfo(path, _DATE)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3  # Unix: what stands above the lowest 16 bits is a mode
    info.external_attr = mode << 16
    return info
