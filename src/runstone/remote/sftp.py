"""Folders and files of another machine, over SFTP, many requests under way at once.

What makes a home of ten thousand runs quick to read over a slow line is that nothing waits for an answer before the next question is sent.
Paths are those of the machine there; relative ones begin in the user's folder.
"""

from __future__ import annotations

import stat
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import NamedTuple

from runstone.model.errors import RemoteUnusable
from runstone.remote.address import RemoteAddress
from runstone.remote.sftp_message import Answer, Attributes, Kind, Status, strings
from runstone.remote.sftp_session import SftpSession

_READ_BYTES = 32768  # what every server gives and takes at once
_READS_AT_ONCE = 128
_FOLDERS_AT_ONCE = 128
_FILES_AT_ONCE = 64

_READ, _WRITE, _APPEND, _CREATE, _TRUNCATE = 0x1, 0x2, 0x4, 0x8, 0x10
_HAS_MODE = 0x4


class Item(NamedTuple):
    """What is known of a file or folder. `mtime` is in seconds."""

    name: str
    size_bytes: int
    mtime: int
    is_folder: bool


class Span(NamedTuple):
    """A part of a file: so many bytes from an offset on."""

    path: str
    offset: int
    size_bytes: int


class Written(NamedTuple):
    """Bytes that go into a file from an offset on."""

    path: str
    offset: int
    data: bytes


class Sftp:
    """A machine's files. May be shared by threads; `close` it in the end."""

    def __init__(self, address: RemoteAddress) -> None:
        """Connect.

        Raises:
            RemoteUnusable: the machine cannot be reached, or offers no SFTP.
        """
        self._session = SftpSession(address)
        self._machine = address.machine

    def close(self) -> None:
        """End the connection. Idempotent."""
        self._session.close()

    def real_path(self, path: str) -> str:
        """The absolute path of what may begin in the user's folder."""
        answer = self._session.answer(self._session.ask(Kind.REALPATH, strings(path)))
        return answer.names()[0].name

    def look_at(self, paths: Sequence[str]) -> list[Item | None]:
        """What is at each path; None where there is nothing that can be seen."""
        asked = [self._session.ask(Kind.STAT, strings(path)) for path in paths]
        found: list[Item | None] = []
        for path, future in zip(paths, asked, strict=True):
            answer = self._session.answer(future)
            found.append(_item(path, answer.attributes()) if answer.kind == Kind.ATTRS else None)
        return found

    def folders(self, paths: Sequence[str]) -> Iterator[list[Item] | None]:
        """What each folder holds, in this order; None for one that is not there."""
        for first in range(0, len(paths), _FOLDERS_AT_ONCE):
            opening = [
                self._session.ask(Kind.OPENDIR, strings(path)) for path in paths[first : first + _FOLDERS_AT_ONCE]
            ]
            asked: list[tuple[bytes, list[Future[Answer]]] | None] = []
            for future in opening:
                answer = self._session.answer(future)
                if answer.kind == Kind.HANDLE:
                    # Most folders come in one answer, and the second says that this was all: both are asked for at once.
                    handle = answer.handle()
                    asked.append((handle, [self._session.ask(Kind.READDIR, strings(handle)) for _ in range(2)]))
                else:
                    asked.append(None)
            for one in asked:
                yield None if one is None else self._listed(*one)

    def read(self, spans: Iterable[Span]) -> Iterator[tuple[int, bytes]]:
        """Parts of files, in their order, each in pieces: the number of the span and the next bytes of it. A file that is gone, or shorter than was
        thought, ends early."""
        numbered = enumerate(spans)
        while batch := [one for _, one in zip(range(_FILES_AT_ONCE), numbered, strict=False)]:
            opening = [
                self._session.ask(Kind.OPEN, strings(span.path) + struct.pack(">II", _READ, 0)) for _, span in batch
            ]
            handles = {
                number: answer.handle()
                for (number, _), future in zip(batch, opening, strict=True)
                if (answer := self._session.answer(future)).kind == Kind.HANDLE
            }
            try:
                yield from self._pieces([(number, span) for number, span in batch if number in handles], handles)
            finally:
                with suppress(RemoteUnusable):  # what is lost is closed
                    for handle in handles.values():
                        self._session.ask(Kind.CLOSE, strings(handle))

    def read_all(self, path: str) -> bytes | None:
        """A file from its beginning to its end; None if it is not there."""
        (item,) = self.look_at([path])
        if item is None:
            return None
        return b"".join(piece for _, piece in self.read([Span(path, 0, item.size_bytes)]))

    def write(self, parts: Sequence[Written], *, anew: bool = False) -> None:
        """Write bytes into files, which are made where they are not there, durably where the server can. Parts of one file follow each other.

        Args:
            parts: what goes where.
            anew: empty each file before.

        Raises:
            HomeUnusable: the machine does not take them. Some of them may be there.
        """
        flags = _WRITE | _CREATE | (_TRUNCATE if anew else 0)
        for first in range(0, len(parts), _FILES_AT_ONCE):
            batch = parts[first : first + _FILES_AT_ONCE]
            opening = [
                self._session.ask(Kind.OPEN, strings(part.path) + struct.pack(">II", flags, 0)) for part in batch
            ]
            asked: deque[tuple[str, Future[Answer]]] = deque()
            for part, future in zip(batch, opening, strict=True):
                handle = self._session.must(future, part.path).handle()
                for start in range(0, len(part.data), _READ_BYTES):
                    head = strings(handle) + struct.pack(">Q", part.offset + start)
                    body = head + strings(part.data[start : start + _READ_BYTES])
                    asked.append((part.path, self._session.ask(Kind.WRITE, body)))
                    if len(asked) >= _READS_AT_ONCE:
                        path, oldest = asked.popleft()
                        self._session.must(oldest, path)
                # A server that cannot do this says so, and writes when it likes.
                self._session.ask(Kind.EXTENDED, strings("fsync@openssh.com", handle))
                asked.append((part.path, self._session.ask(Kind.CLOSE, strings(handle))))
            for path, future in asked:
                self._session.must(future, path)

    def append(self, path: str, data: bytes) -> None:
        """Write bytes to the end of a file, whoever else does so.

        Raises:
            HomeUnusable: the machine does not take them.
        """
        flags = _WRITE | _APPEND | _CREATE
        opened = self._session.ask(Kind.OPEN, strings(path) + struct.pack(">II", flags, 0))
        handle = self._session.must(opened, path).handle()
        for start in range(0, len(data), _READ_BYTES):
            body = strings(handle) + struct.pack(">Q", start) + strings(data[start : start + _READ_BYTES])
            self._session.must(self._session.ask(Kind.WRITE, body), path)
        self._session.must(self._session.ask(Kind.CLOSE, strings(handle)), path)

    def make_folders(self, path: str) -> None:
        """Make a folder and those above it; nothing happens where it is there.

        Raises:
            HomeUnusable: it cannot be made.
        """
        if not path.strip("/") or self.look_at([path])[0] is not None:
            return
        self.make_folders(path.rpartition("/")[0])
        self._session.answer(
            self._session.ask(Kind.MKDIR, strings(path) + struct.pack(">I", 0))
        )  # somebody else may have been quicker
        if self.look_at([path])[0] is None:
            raise RemoteUnusable(f"{path} cannot be made on {self._machine}: the user may not, or the disk is full.")

    def make_folder(self, paths: Iterable[str]) -> None:
        """Make folders whose parents are there; those that are there already stay."""
        for future in [self._session.ask(Kind.MKDIR, strings(path) + struct.pack(">I", 0)) for path in paths]:
            self._session.answer(future)

    def make_private_folder(self, path: str) -> None:
        """Make a folder that only the user may look into; one that is there already stays as it is. Its parent must be there."""
        words = strings(path) + struct.pack(">II", _HAS_MODE, 0o700)
        self._session.answer(self._session.ask(Kind.MKDIR, words))

    def rename(self, path: str, target: str) -> None:
        """Give a file another name, in place of what has that name.

        Raises:
            HomeUnusable: it cannot be done.
        """
        words = strings("posix-rename@openssh.com", path, target)
        if self._session.answer(self._session.ask(Kind.EXTENDED, words)).status() == Status.OK:
            return
        self._session.answer(self._session.ask(Kind.REMOVE, strings(target)))
        self._session.must(self._session.ask(Kind.RENAME, strings(path, target)), target)

    def remove(self, path: str) -> None:
        """Remove a file; nothing happens where there is none."""
        self._session.answer(self._session.ask(Kind.REMOVE, strings(path)))

    def _pieces(self, spans: Sequence[tuple[int, Span]], handles: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
        def wanted() -> Iterator[tuple[int, int, int]]:
            for number, span in spans:
                for offset in range(span.offset, span.offset + span.size_bytes, _READ_BYTES):
                    if number in handles:
                        yield number, offset, min(_READ_BYTES, span.offset + span.size_bytes - offset)

        asked: deque[tuple[int, int, int, Future[Answer]]] = deque()
        coming = wanted()
        ended: set[int] = set()
        while True:
            while len(asked) < _READS_AT_ONCE and (place := next(coming, None)) is not None:
                asked.append((*place, self._ask_bytes(handles[place[0]], place[1], place[2])))
            if not asked:
                return
            number, offset, size, future = asked.popleft()
            while number not in ended and size > 0:
                data = self._session.answer(future).data()
                if not data:
                    ended.add(number)
                    break
                yield number, data
                offset, size = offset + len(data), size - len(data)
                if size > 0:  # the server gave less than was asked for
                    future = self._ask_bytes(handles[number], offset, size)

    def _ask_bytes(self, handle: bytes, offset: int, size: int) -> Future[Answer]:
        return self._session.ask(Kind.READ, strings(handle) + struct.pack(">QI", offset, size))

    def _listed(self, handle: bytes, asked: list[Future[Answer]]) -> list[Item]:
        items: list[Item] = []
        waiting = deque(asked)
        while True:
            answer = self._session.answer(waiting.popleft())
            if answer.kind != Kind.NAME:
                break
            items += [_item(found.name, found.attributes) for found in answer.names() if _is_name(found.name)]
            if not waiting:
                waiting.append(self._session.ask(Kind.READDIR, strings(handle)))
        for future in waiting:
            self._session.answer(future)
        self._session.ask(Kind.CLOSE, strings(handle))
        return items


def _item(name: str, attributes: Attributes) -> Item:
    size_bytes, mode, mtime = attributes
    return Item(name.rpartition("/")[2], size_bytes, mtime, stat.S_ISDIR(mode))


def _is_name(name: str) -> bool:
    """Whether a server's name of a file stays within its folder."""
    return name not in ("", ".", "..") and "/" not in name and "\0" not in name
