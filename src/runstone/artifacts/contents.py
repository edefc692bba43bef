"""Contents: the bytes of a version's files, read from the home, written to folders, and compared with what they should be."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from runstone.artifacts.manifest import CHUNK_BYTES, Entry, Manifest, base64_md5
from runstone.artifacts.references import address
from runstone.blobs.store import BlobStore
from runstone.model.errors import ArtifactNotFound, BlobDamaged, DataFault, Misuse, ServerUnusable

_PIECE_BYTES = 1 << 20


class Fault(NamedTuple):
    """A file that is not what the manifest says: `missing`, `changed`, or `extra` in a folder. `message` tells more."""

    path: str
    kind: str
    message: str


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
            yield from address.stream(entry)
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
        if matches(entry, target):
            return target
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
        return target

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

    def faults_of_folder(self, root: Path) -> list[Fault]:
        """What in a folder differs from the artifact; references need not be there."""
        found = []
        for path, entry in self.manifest:
            target = inside(root, path)
            if not target.is_file():
                if not entry.ref:
                    found.append(Fault(path, "missing", f"{path} is missing from {root}."))
            elif not (matches(entry, target) or (address.md5(entry) is None and _has_size(entry, target))):
                found.append(Fault(path, "changed", f"{path} in {root} has other bytes than were logged."))
        extra = [path for path in walk(root) if path not in self.manifest.entries]
        return found + [Fault(path, "extra", f"{path} in {root} is no file of it.") for path in sorted(extra)]

    def faults(self) -> list[Fault]:
        """Files whose blobs in the home are missing or changed; every blob is read. References are asked for where they lie.

        Raises:
            MissingDependency: the scheme of a reference needs a package.
        """
        found = [fault for path, entry in self.manifest if entry.ref and (fault := _fault_of_reference(path, entry))]
        intact: dict[str, bool] = {}
        for path, entry in self.manifest:
            for blob in entry.blobs:
                if blob not in intact:
                    intact[blob] = self._store.is_intact(blob)
                if not intact[blob]:
                    kind = "changed" if blob in self._store else "missing"
                    found.append(
                        Fault(
                            path, kind, f"The blob {blob} of {path} is {kind}. Bring it back from a copy of the home."
                        )
                    )
        return found


def _fault_of_reference(path: str, entry: Entry) -> Fault | None:
    try:
        now = address.now(entry)
    except (BlobDamaged, ServerUnusable) as error:
        return Fault(path, "missing", f"{path}: {error}")
    if now is None:
        return Fault(path, "missing", f"{path}: nothing lies at {entry.ref} any more.")
    if (now.digest, now.size_bytes) != (entry.digest, entry.size_bytes):
        return Fault(path, "changed", f"{path}: what lies at {entry.ref} has changed since it was logged.")
    return None


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


def _has_size(entry: Entry, path: Path) -> bool:
    """All that can be said of the bytes of a reference whose digest is not of its bytes."""
    return entry.size_bytes in (None, path.stat().st_size)


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
    """The files below a folder, as paths from it; links to folders are followed, once each."""
    seen: set[tuple[int, int]] = set()
    for folder, names, files in os.walk(root, followlinks=True):
        facts = os.stat(folder)
        if (facts.st_dev, facts.st_ino) in seen:
            names.clear()
            continue
        seen.add((facts.st_dev, facts.st_ino))
        for file in files:
            yield os.path.relpath(os.path.join(folder, file), root).replace(os.sep, "/")
