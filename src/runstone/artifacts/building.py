"""Building: files come into an artifact before it is logged."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from runstone.artifacts.contents import walk
from runstone.artifacts.lease import Lease
from runstone.artifacts.manifest import Entry, check_path
from runstone.artifacts.reading import File, Reading
from runstone.artifacts.references import address
from runstone.artifacts.storing import FileStore, OnProgress, ignore
from runstone.model.errors import BadValue, Misuse
from runstone.model.home import Home

MUTABLE, IMMUTABLE = "mutable", "immutable"


class Building(Reading):
    """What can be put into an artifact. `_later` are files that are taken in when it is logged."""

    _name: str
    _home: Home
    _later: list[tuple[str, Path]]
    _final: bool
    _lease: Lease

    def add_file(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        *,
        policy: str = MUTABLE,
        overwrite: bool = False,
    ) -> File:
        """Add a file.

        Args:
            local_path: of the file.
            name: its path in the artifact; by default its own name.
            policy: `mutable`: its bytes are taken in now. `immutable`: you will leave it as it is, so it is taken in while training goes on.
            overwrite: replace what has the path already.

        Raises:
            BadValue: no such file, a path that cannot be, or one that another file has.
            OSError: the disk refused.
        """
        source = Path(local_path)
        if not source.is_file():
            raise BadValue(
                f"{source} is {'a folder: use add_dir' if source.is_dir() else 'not there'}. Nothing was added."
            )
        path = self._free(source.name if name is None else name, overwrite)
        if _is_later(policy):
            self._later.append((path, source.absolute()))
            return File(path, "", source.stat().st_size, "", self)
        with FileStore(self._home) as store:
            return self._put(path, store.store_file(source), True)

    def add_dir(
        self,
        local_path: str | os.PathLike[str],
        name: str | None = None,
        *,
        policy: str = MUTABLE,
        merge: bool = False,
        on_progress: OnProgress = ignore,
    ) -> None:
        """Add all files of a folder and those below it. Those that are as they were when they were taken in last are not read.

        Args:
            local_path: of the folder; links in it are followed.
            name: the folder in the artifact; by default its root.
            policy: see `add_file`.
            merge: files that were added before under the same path with other bytes are replaced; else that is an error.
            on_progress: told after each file.

        Raises:
            BadValue: no such folder, or a path that another file has.
            OSError: the disk refused.
        """
        root = Path(local_path)
        if not root.is_dir():
            raise BadValue(f"{root} is no folder. Nothing was added.")
        self._building()
        # Listed first, so that it is known how many there are.
        files = [(check_path(f"{name}/{path}" if name else path), root / path) for path in walk(root)]
        if _is_later(policy):
            self._later.extend((path, source.absolute()) for path, source in files)
            return
        with FileStore(self._home) as store, self._lease.many():
            for path, entry in store.store(files, on_progress):
                self._put(path, entry, merge)

    def add_reference(
        self, uri: str, name: str | None = None, checksum: bool = True, max_objects: int | None = None
    ) -> list[File]:
        """Add what lies elsewhere, without its bytes: a file or folder, an HTTP address, an object or prefix of S3 or Google Cloud Storage.

        Args:
            uri: `file://`, `http(s)://`, `s3://`, `gs://`; others are kept as they are and never read.
            name: its path in the artifact; by default its last part.
            checksum: look at the bytes (file) or ETag (elsewhere), so that a change is noticed.
            max_objects: of a folder or prefix; ten millions by default.

        Raises:
            BadValue: nothing is there, or too much.
            MissingDependency: the scheme needs a package.
            ServerUnusable: nobody answers there.
        """
        self._building()
        found = address.look_at(str(uri), name, checksum, max_objects)
        return [self._put(check_path(path), entry, True) for path, entry in found]

    @contextmanager
    def new_file(self, name: str, mode: str = "w", encoding: str | None = None) -> Iterator[IO[Any]]:
        """A file to write in a `with` block; it is added when the block ends well.

        Args:
            name: its path in the artifact.
            mode: `w`, `x` or `wb`.
            encoding: of a text; UTF-8 by default.
        """
        path = self._free(name, False)
        folder = Path(tempfile.mkdtemp(prefix="runstone-"))
        try:
            binary = "b" in mode
            with open(folder / "new", mode, encoding=None if binary else encoding or "utf-8") as file:
                yield file
            with FileStore(self._home) as store:
                self._put(path, store.store_file(folder / "new"), True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def add_bytes(
        self, data: bytes, name: str, *, overwrite: bool = False, extra: Mapping[str, Any] | None = None
    ) -> File:
        """Add bytes as a file.

        Args:
            data: its bytes.
            name: its path in the artifact.
            overwrite: replace what has the path already.
            extra: plain values to keep beside it in the manifest.
        """
        path = self._free(name, overwrite)
        with FileStore(self._home) as store:
            entry = store.store_bytes(data)
        return self._put(
            path, Entry(entry.digest, entry.size_bytes, entry.sha256, entry.chunks, extra=dict(extra or {})), True
        )

    def remove(self, path: str | File) -> None:
        """Take a file out again, or all of a folder.

        Raises:
            ArtifactNotFound: there is no such path.
        """
        self._building()
        name = check_path(path.path if isinstance(path, File) else path)
        doomed = [*self.manifest.below(name).entries, *(later for later, _ in self._later if _is_below(later, name))]
        if not doomed:
            self.contents.entry(name)
        for found in doomed:
            self.manifest.entries.pop(found, None)
        self._later = [(later, source) for later, source in self._later if later not in doomed]

    def finalize(self) -> None:
        """Nothing can be added from now on."""
        self._final = True

    def _building(self) -> None:
        if self._final:
            raise Misuse(
                f"{self._name} was logged or finalized; nothing can be added to it. new_draft() begins the next version."
            )

    def _free(self, name: str, overwrite: bool) -> str:
        self._building()
        path = check_path(str(name))
        if not overwrite and path in self.manifest.entries:
            raise BadValue(f"{self._name} has a file {path!r} already. Use overwrite=True, or another name.")
        return path

    def _put(self, path: str, entry: Entry, overwrite: bool) -> File:
        known = self.manifest.entries.get(path)
        if known is not None and not overwrite and known.digest != entry.digest:
            raise BadValue(f"{self._name} has a file {path!r} with other bytes already. merge=True replaces it.")
        self._lease.add(entry.blobs)
        self.manifest.entries[path] = entry
        return self._file(path, entry)


def _is_later(policy: str) -> bool:
    if policy not in (MUTABLE, IMMUTABLE):
        raise BadValue(f"policy={policy!r}: expected {MUTABLE!r} or {IMMUTABLE!r}. Nothing was added.")
    return policy == IMMUTABLE


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
