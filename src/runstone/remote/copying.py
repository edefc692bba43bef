"""Copying: the journals of a home on another machine, brought here and kept up with; blobs when somebody asks for one.

Journals only grow, so what is here of one is its beginning: its size tells what is missing, whenever a copy was broken off. New files come
whole or not at all. What is gone there goes here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from runstone.journal.registry import Entry, Registry, entries_of
from runstone.model.home import JOURNAL_SUFFIX, SEALED_SUFFIX, Home
from runstone.model.ids import from_file_name
from runstone.remote.sftp import Item, Sftp, Span

# Journals that grew within so long before the newest one are looked at each time; the others at each walk.
_LIVELY_SECS = 900
# So much is brought before readers here are told of it.
_HELPING_FOLDERS = 256
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Brought:
    """How much came."""

    files: int
    size_bytes: int

    def __add__(self, other: Brought) -> Brought:
        return Brought(self.files + other.files, self.size_bytes + other.size_bytes)


NOTHING = Brought(0, 0)


class Copying:
    """Keeps a folder up with a home elsewhere. Not for threads to share, but for `bring`."""

    def __init__(
        self, sftp: Sftp, there: str, home: Home, tell: Callable[[Brought], None] = lambda brought: None
    ) -> None:
        """
        Args:
            sftp: the connection.
            there: the path of the home there.
            home: where the copy lies.
            tell: is told from time to time how much a walk has brought.
        """
        self._sftp = sftp
        self._there = there.rstrip("/")
        self._home = home
        self._tell = tell
        self._registry = Registry(home)
        self._book_bytes = 0
        self._entries: dict[str, Entry] = {}
        self._lively: dict[str, int] = {}  # how much is here of each journal that grows, by its path within the home
        self._newest_mtime = 0

    def walk(self) -> Brought:
        """Bring all that is new, grown or gone, wherever it is.

        Raises:
            RemoteUnusable: the connection is lost; what came stays.
        """
        self._read_book()
        listed = self._sftp.folders([f"{self._there}/{name}" for name in ("runs", "artifacts", "sweeps", "workspace")])
        runs, artifacts, sweeps, workspace = listed
        brought = self._bring(self._due("workspace", workspace or []))
        ledgers = [
            f"{kind}/{one.name}"
            for kind, found in (("artifacts", artifacts), ("sweeps", sweeps))
            for one in found or []
            if one.is_folder
        ]
        brought += self._visit(ledgers)
        folders = [one for one in runs or [] if one.is_folder and not one.name.startswith(".")]
        folders.sort(key=lambda one: -one.mtime)  # the newest first: those are waited for
        for first in range(0, len(folders), _HELPING_FOLDERS):
            brought += self._visit([f"runs/{one.name}" for one in folders[first : first + _HELPING_FOLDERS]])
            self._tell(brought)
        self._forget("runs", {one.name for one in folders})
        self._forget("artifacts", {one.name for one in artifacts or []})
        self._forget("sweeps", {one.name for one in sweeps or []})
        return brought

    def look(self) -> Brought:
        """Bring what lively journals have more of, and what has begun since.

        Raises:
            RemoteUnusable: the connection is lost; what came stays.
        """
        paths = list(self._lively)
        due = [
            (path, item)
            for path, item in zip(paths, self._sftp.look_at([f"{self._there}/{path}" for path in paths]), strict=True)
            if item is not None and item.size_bytes != self._lively[path]
        ]
        brought = self._bring(due)
        begun = dict.fromkeys(f"runs/{folder}" for folder in self._read_book())
        if begun:
            brought += self._visit(list(begun))
        return brought

    def bring(self, sha256: str) -> None:
        """Bring a blob, if it is there. May be called from any thread.

        Raises:
            RemoteUnusable: the connection is lost.
        """
        if not _SHA256.fullmatch(sha256):
            return
        there = f"{self._there}/blobs/{sha256[:2]}/{sha256}"
        (item,) = self._sftp.look_at([there])
        if item is None:
            return
        path = self._home.blobs_path / sha256[:2] / sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{sha256}-{os.urandom(4).hex()}")
        try:
            with open(part, "wb") as out:
                for _, piece in self._sftp.read([Span(there, 0, item.size_bytes)]):
                    out.write(piece)
                whole = out.tell() == item.size_bytes
            if whole:
                os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    def _visit(self, folders: list[str]) -> Brought:
        due: list[tuple[str, Item]] = []
        for folder, items in zip(folders, self._sftp.folders([f"{self._there}/{one}" for one in folders]), strict=True):
            if items is not None:
                due += self._due(folder, items)
        return self._bring(due)

    def _due(self, folder: str, items: Iterable[Item]) -> list[tuple[str, Item]]:
        """The journals of a folder that are not here as they are there. Those that are no more are removed."""
        journals = {item.name: item for item in items if item.name.endswith((JOURNAL_SUFFIX, SEALED_SUFFIX))}
        here = self._home.path / folder
        due = []
        try:
            known = {entry.name: entry.stat() for entry in os.scandir(here) if not entry.name.startswith(".")}
        except FileNotFoundError:
            known = {}
        for name, item in journals.items():
            stats = known.get(name)
            path = f"{folder}/{name}"
            if name.endswith(JOURNAL_SUFFIX):
                self._lively[path] = stats.st_size if stats else 0
                self._newest_mtime = max(self._newest_mtime, item.mtime)
                if item.mtime < self._newest_mtime - _LIVELY_SECS:
                    del self._lively[path]
            if stats is None or stats.st_size != item.size_bytes:
                due.append((path, item))
        for name in known.keys() - journals.keys():
            # A journal that was sealed goes when the sealed one is here.
            if name.endswith(SEALED_SUFFIX) or name.replace(JOURNAL_SUFFIX, SEALED_SUFFIX) not in journals:
                with suppress(OSError):
                    (here / name).unlink()
        return due

    def _bring(self, due: list[tuple[str, Item]]) -> Brought:
        """Bring what is missing of journals, and tell readers of those that are new."""
        growing = [_Growing(self._home.path / path, path, item.size_bytes) for path, item in due]
        spans = [Span(f"{self._there}/{one.name}", one.had_bytes, one.wanted_bytes - one.had_bytes) for one in growing]
        current: _Growing | None = None
        came = 0
        try:
            for number, piece in self._sftp.read(spans):
                if growing[number] is not current:
                    if current is not None:
                        current.settle()
                    current = growing[number]
                current.append(piece)
                came += len(piece)
        finally:
            if current is not None:
                current.settle()
            self._announce(one.name for one in growing if one.had_bytes == 0 and one.is_here)
        for one in growing:
            if one.name in self._lively:
                self._lively[one.name] = one.path.stat().st_size if one.path.exists() else 0
        return Brought(len(due), came)

    def _announce(self, begun: Iterable[str]) -> None:
        writers = []
        for path in begun:
            kind, *parts = path.split("/")
            if kind == "runs" and len(parts) == 2:
                with suppress(ValueError):
                    writers.append((from_file_name(parts[0]), Path(parts[1]).stem))
        new = [entry for run in dict(writers) if (entry := self._entries.pop(run, None)) is not None]
        self._registry.copy(new, writers)

    def _read_book(self) -> list[str]:
        """Read what came into the book there since the last time: the folders of runs whose writers it tells of."""
        path = f"{self._there}/registry"
        (item,) = self._sftp.look_at([path])
        if item is None or item.size_bytes == self._book_bytes:
            return []
        first = self._book_bytes if item.size_bytes > self._book_bytes else 0
        book = b"".join(piece for _, piece in self._sftp.read([Span(path, first, item.size_bytes - first)]))
        book = book[: book.rfind(b"\n") + 1]
        self._book_bytes = first + len(book)
        if first == 0:
            known = {entry.run for entry in self._registry.entries()}
            self._entries = {}
        else:
            known = set()
        self._entries.update((entry.run, entry) for entry in entries_of(book) if entry.run not in known)
        lines = (line.split(b"\t") for line in book.split(b"\n"))
        return [line[1].decode("utf-8", "replace") for line in lines if line[0] == b"writer" and len(line) == 3]

    def _forget(self, kind: str, there: set[str]) -> None:
        """Remove what is no more there."""
        folder = self._home.path / kind
        for name in os.listdir(folder) if folder.is_dir() else []:
            if name not in there:
                shutil.rmtree(folder / name, ignore_errors=True)


class _Growing:
    """A file that is brought: at the end of what is here, or, if nothing is, beside it until it is whole."""

    def __init__(self, path: Path, name: str, wanted_bytes: int) -> None:
        self.path = path
        self.name = name
        self.wanted_bytes = wanted_bytes
        self.had_bytes = path.stat().st_size if path.exists() else 0
        self.is_here = False
        if self.had_bytes > wanted_bytes or (self.had_bytes and path.suffix == SEALED_SUFFIX):
            path.unlink()  # it is another one than it was
            self.had_bytes = 0
        self._part = path if self.had_bytes else path.with_name(f".{path.name}")
        self._out: IO[bytes] | None = None

    def append(self, piece: bytes) -> None:
        """The next bytes."""
        if self._out is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._out = self._part.open("ab" if self.had_bytes else "wb")
        self._out.write(piece)

    def settle(self) -> None:
        """No more bytes come. A part of a journal is one; a part of a sealed one is none."""
        if self._out is None:
            return
        size_bytes = self._out.tell()
        self._out.close()
        if self.path.suffix == SEALED_SUFFIX and size_bytes != self.wanted_bytes:
            self._part.unlink()
            return
        if self._part != self.path:
            os.replace(self._part, self.path)
        if self.path.suffix == SEALED_SUFFIX:
            self.path.with_suffix(JOURNAL_SUFFIX).unlink(missing_ok=True)
        self.is_here = True
