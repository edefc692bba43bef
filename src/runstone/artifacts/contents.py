"""Contents: the bytes of a version's files, read from the home, written to folders, and compared with what they should be."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from urllib.parse import urlparse

from runstone.artifacts.download_cache import DownloadCache
from runstone.artifacts.manifest import CHUNK_BYTES, Entry, Manifest, base64_md5
from runstone.artifacts.references import address
from runstone.artifacts.references.pieces import UNREAD
from runstone.blobs.store import BlobStore
from runstone.model.errors import ArtifactNotFound, BlobDamaged, DataFault, Misuse, ServerUnusable

_PIECE_BYTES = 1 << 20


class Contents:
    """The files of one manifest in one home."""

    def __init__(self, store: BlobStore, manifest: Manifest) -> None:
        self._store = store
        self.manifest = manifest

    def entry(self, path: str) -> Entry:
        """The entry at a path.

        Raises:
            ArtifactNotFound: there is none.
        """
        found = self.manifest.entries.get(path)
        if found is None:
            first = ", ".join(sorted(self.manifest.entries)[:5])
            raise ArtifactNotFound(
                f"There is no file {path!r} in it, of {len(self.manifest)}, the first of which are: {first}."
            )
        return found

    def stream(self, path: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The bytes of a file, piece by piece, each blob's length checked.

        Args:
            path: in the artifact.
            first: where to begin.
            last: where to end (not included); None: at its end.

        Raises:
            ArtifactNotFound: there is no such file.
            BlobDamaged: a blob is missing, or shorter or longer than it was.
            Misuse: it is a reference that cannot be read.
        """
        entry = self.entry(path)
        if entry.ref:
            yield from self._reference(entry)
            return
        end = entry.size_bytes or 0
        until = end if last is None else min(last, end)
        stride = CHUNK_BYTES if entry.chunks else max(end, 1)
        for place, blob in enumerate(entry.blobs):
            start = place * stride
            length = min(stride, end - start)
            if start >= until or start + length <= first:
                continue
            yield from self._pieces(blob, length, max(0, first - start), min(length, until - start))

    def blob(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a blob where it lies, piece by piece, not compared with anything.

        Raises:
            BlobDamaged: it is missing.
        """
        try:
            with open(self._store.path(sha256), "rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    yield piece
        except FileNotFoundError as error:
            raise BlobDamaged(f"The blob {sha256} is missing. Bring it back from a copy of the home.") from error

    @cached_property
    def cache(self) -> DownloadCache:
        """What came over a network before."""
        return DownloadCache()

    def _reference(self, entry: Entry) -> Iterator[bytes]:
        name = _cache_name(entry)
        found = address.stream(entry)
        return self.cache.pieces(name, entry.size_bytes, found) if name else found

    def _forget(self, entry: Entry) -> bool:
        """Remove from the cache what may be why the bytes of an entry are wrong. Returns whether there was anything."""
        name = _cache_name(entry)
        return bool(name) and self.cache.forget(name)

    def _pieces(self, blob: str, length: int, first: int, last: int) -> Iterator[bytes]:
        try:
            with open(self._store.path(blob), "rb") as file:
                if os.fstat(file.fileno()).st_size != length:
                    raise BlobDamaged(
                        f"The blob {blob} has another length than it had. Bring it back from a copy of the home."
                    )
                file.seek(first)
                while first < last:
                    piece = file.read(min(_PIECE_BYTES, last - first))
                    if not piece:
                        raise BlobDamaged(f"The blob {blob} ended while it was read.")
                    first += len(piece)
                    yield piece
        except FileNotFoundError as error:
            raise BlobDamaged(f"The blob {blob} is missing. Bring it back from a copy of the home.") from error

    def fetch(self, path: str, target: Path) -> Path:
        """Write a file to a place, unless it is there already. It is compared with its digest on the way, and whole or not there.

        Raises:
            ArtifactNotFound, BlobDamaged, Misuse: as `stream`; BlobDamaged also if the bytes are others than they were.
            OSError: the disk refused.
        """
        entry = self.entry(path)
        if not matches(entry, target):
            try:
                self._write(path, entry, target)
            except BlobDamaged:
                if not self._forget(entry):
                    raise
                self._write(path, entry, target)
        return target

    def _write(self, path: str, entry: Entry, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
        digest, size_bytes = hashlib.md5(usedforsecurity=False), 0
        try:
            with open(part, "wb") as out:
                for piece in self.stream(path):
                    digest.update(piece)
                    size_bytes += len(piece)
                    out.write(piece)
            known = address.md5(entry)
            is_same = known == base64_md5(digest.digest()) if known else entry.size_bytes in (None, size_bytes)
            if not is_same:
                raise BlobDamaged(
                    f"{path} is not what was logged: its bytes have changed. Nothing was written to {target}. "
                    f"Bring {'the source' if entry.ref else 'its blobs'} back from a copy."
                )
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)

    def download(
        self,
        root: Path,
        path_prefix: str = "",
        allow_missing_references: bool = False,
        on_file: Callable[[str], None] = lambda path: None,
    ) -> Path:
        """Write files into a folder, as they lie in the artifact. What is there already with the same bytes stays.

        Args:
            root: made if it is not there.
            path_prefix: only what lies at or below this path.
            allow_missing_references: leave out references that cannot be read.
            on_file: told each path.

        Raises:
            BlobDamaged, Misuse, OSError: see `fetch`. Files that were written until then stay.
        """
        root.mkdir(parents=True, exist_ok=True)

        def bring(path: str) -> str:
            target = inside(root, path)
            try:
                self.fetch(path, target)
            except (DataFault, Misuse, ServerUnusable):
                if not (allow_missing_references and self.entry(path).ref):
                    raise
            return path

        with ThreadPoolExecutor(min(8, max(2, os.cpu_count() or 2)), "runstone-download") as pool:
            for path in pool.map(bring, sorted(self.manifest.below(path_prefix).entries)):
                on_file(path)
        return root

    def checkout(self, root: Path) -> Path:
        """`download`, and remove what else lies in the folder.

        Raises:
            BlobDamaged, Misuse, OSError: see `fetch`.
        """
        self.download(root)
        for path in list(walk(root)):
            if path not in self.manifest.entries:
                inside(root, path).unlink()
        for folder, _, _ in os.walk(root, topdown=False):
            if Path(folder) != root and not os.listdir(folder):
                os.rmdir(folder)
        return root


def _cache_name(entry: Entry) -> str:
    """What tells the bytes of a reference from others, or nothing: those that lie on this machine, or of which nobody knows that, are not kept."""
    if urlparse(entry.ref).scheme in ("", "file") or not entry.extra or entry.extra.get(UNREAD):
        return ""
    return "\n".join([entry.ref, entry.digest, *(f"{name}={entry.extra[name]}" for name in sorted(entry.extra))])


def matches(entry: Entry, path: Path) -> bool:
    """Whether a file has the bytes of an entry, as far as its digest tells."""
    try:
        if not path.is_file() or (entry.size_bytes is not None and path.stat().st_size != entry.size_bytes):
            return False
    except OSError:
        return False
    known = address.md5(entry)
    if known is None:
        return False
    with open(path, "rb") as file:
        return base64_md5(hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()) == known


def inside(root: Path, path: str) -> Path:
    """Where an entry lies below a folder. Links that lead out of it are not followed.

    Raises:
        BlobDamaged: a part of the way is a link that leads elsewhere.
    """
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise BlobDamaged(f"{path} would lie outside of {root}, by way of a link. Nothing was written there.")
    return target


def walk(root: Path) -> Iterator[str]:
    """The files below a folder in order, as paths from it; links to folders are followed, once each."""
    seen: set[tuple[int, int]] = set()
    for folder, names, files in os.walk(root, followlinks=True):
        facts = os.stat(folder)
        if (facts.st_dev, facts.st_ino) in seen:
            names.clear()
            continue
        seen.add((facts.st_dev, facts.st_ino))
        names.sort()
        for file in sorted(files):
            yield os.path.relpath(os.path.join(folder, file), root).replace(os.sep, "/")
