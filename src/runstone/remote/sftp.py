"""SFTP, version 3, spoken over `ssh -s`: folders and files of another machine, many requests under way at once.

What makes a home of ten thousand runs quick to read over a slow line is that nothing waits for an answer before the next question is sent.
Paths are those of the machine there; relative ones begin in the user's folder.
"""

from __future__ import annotations

import stat
import struct
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import IO, NamedTuple

from runstone.model.errors import RemoteUnusable
from runstone.remote.address import RemoteAddress
from runstone.remote.sftp_message import Answer, Attributes, Kind, Message, Status, strings
from runstone.remote.ssh import fault_of, start_ssh

_VERSION = 3
_READ_BYTES = 32768  # what every server gives at once
_READS_AT_ONCE = 128
_FOLDERS_AT_ONCE = 128
_FILES_AT_ONCE = 64
_ANSWER_SECS = 60.0
_LEAST_MESSAGE_BYTES, _MOST_MESSAGE_BYTES = 9, 1 << 20
_END_SECS = 5.0

_READ, _WRITE, _CREATE, _TRUNCATE = 0x1, 0x2, 0x8, 0x10


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


class Sftp:
    """A connection. May be shared by threads; `close` it in the end."""

    def __init__(self, address: RemoteAddress) -> None:
        """Connect.

        Raises:
            RemoteUnusable: the machine cannot be reached, or offers no SFTP.
        """
        self._address = address
        self._process = start_ssh(address, options=["-s"], words=["sftp"])
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout
        self._said: list[str] = []
        # Two locks: while one waits until the server takes a request, what the server answers must be taken.
        self._sending = threading.Lock()  # guards `_in`
        self._book = threading.Lock()  # guards `_waiting`, `_next` and `_lost`
        self._waiting: dict[int, Future[Answer]] = {}
        self._next = 0
        self._lost = False
        self._complaints = threading.Thread(target=self._keep_complaints, args=(self._process.stderr,), daemon=True)
        self._complaints.start()
        try:
            self._greet()
        except BaseException:
            self.close()
            raise
        self._thread = threading.Thread(target=self._receive, name="runstone-sftp", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the connection. Idempotent."""
        with suppress(OSError):
            self._in.close()
        try:
            self._process.wait(_END_SECS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if hasattr(self, "_thread"):
            self._thread.join()
        self._complaints.join()
        self._out.close()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def real_path(self, path: str) -> str:
        """The absolute path of what may begin in the user's folder."""
        answer = self._ask(Kind.REALPATH, strings(path)).result(_ANSWER_SECS)
        return answer.names()[0].name

    def look_at(self, paths: Sequence[str]) -> list[Item | None]:
        """What is at each path; None where there is nothing that can be seen."""
        asked = [self._ask(Kind.STAT, strings(path)) for path in paths]
        found: list[Item | None] = []
        for path, future in zip(paths, asked, strict=True):
            answer = self._answer(future)
            found.append(_item(path, answer.attributes()) if answer.kind == Kind.ATTRS else None)
        return found

    def folders(self, paths: Sequence[str]) -> Iterator[list[Item] | None]:
        """What each folder holds, in this order; None for one that is not there."""
        for first in range(0, len(paths), _FOLDERS_AT_ONCE):
            opening = [self._ask(Kind.OPENDIR, strings(path)) for path in paths[first : first + _FOLDERS_AT_ONCE]]
            asked: list[tuple[bytes, list[Future[Answer]]] | None] = []
            for future in opening:
                answer = self._answer(future)
                if answer.kind == Kind.HANDLE:
                    # Most folders come in one answer, and the second says that this was all: both are asked for at once.
                    handle = answer.handle()
                    asked.append((handle, [self._ask(Kind.READDIR, strings(handle)) for _ in range(2)]))
                else:
                    asked.append(None)
            for one in asked:
                yield None if one is None else self._listed(*one)

    def read(self, spans: Iterable[Span]) -> Iterator[tuple[int, bytes]]:
        """Parts of files, in their order, each in pieces: the number of the span and the next bytes of it. A file that is gone, or shorter than was
        thought, ends early."""
        numbered = enumerate(spans)
        while batch := [one for _, one in zip(range(_FILES_AT_ONCE), numbered, strict=False)]:
            opening = [self._ask(Kind.OPEN, strings(span.path) + struct.pack(">II", _READ, 0)) for _, span in batch]
            handles = {
                number: answer.handle()
                for (number, _), future in zip(batch, opening, strict=True)
                if (answer := self._answer(future)).kind == Kind.HANDLE
            }
            try:
                yield from self._pieces([(number, span) for number, span in batch if number in handles], handles)
            finally:
                with suppress(RemoteUnusable):  # what is lost is closed
                    for handle in handles.values():
                        self._ask(Kind.CLOSE, strings(handle))

    def read_all(self, path: str) -> bytes | None:
        """A file from its beginning to its end; None if it is not there."""
        (item,) = self.look_at([path])
        if item is None:
            return None
        return b"".join(piece for _, piece in self.read([Span(path, 0, item.size_bytes)]))

    def write(self, path: str, offset: int, data: bytes, *, anew: bool = False) -> None:
        """Write bytes into a file at an offset; it is made if it is not there.

        Args:
            path: of the file.
            offset: where the bytes go.
            data: the bytes.
            anew: empty the file before.

        Raises:
            RemoteUnusable: it cannot be written.
        """
        flags = _WRITE | _CREATE | (_TRUNCATE if anew else 0)
        handle = self._must(self._ask(Kind.OPEN, strings(path) + struct.pack(">II", flags, 0)), path).handle()
        asked: deque[Future[Answer]] = deque()
        for first in range(0, len(data), _READ_BYTES):
            piece = data[first : first + _READ_BYTES]
            head = strings(handle) + struct.pack(">Q", offset + first)
            asked.append(self._ask(Kind.WRITE, head + strings(piece)))
            if len(asked) >= _READS_AT_ONCE:
                self._must(asked.popleft(), path)
        for future in asked:
            self._must(future, path)
        self._must(self._ask(Kind.CLOSE, strings(handle)), path)

    def make_folders(self, path: str) -> None:
        """Make a folder and those above it; nothing happens where it is there."""
        if not path.strip("/") or self.look_at([path])[0] is not None:
            return
        self.make_folders(path.rpartition("/")[0])
        self._answer(self._ask(Kind.MKDIR, strings(path) + struct.pack(">I", 0)))  # somebody else may have been quicker
        if self.look_at([path])[0] is None:
            raise RemoteUnusable(
                f"{path} cannot be made on {self._address.machine}: the user may not, or the disk is full."
            )

    def rename(self, path: str, target: str) -> None:
        """Give a file another name, in place of what has that name.

        Raises:
            RemoteUnusable: it cannot be done.
        """
        words = strings("posix-rename@openssh.com", path, target)
        if self._answer(self._ask(Kind.EXTENDED, words)).status() == Status.OK:
            return
        self._answer(self._ask(Kind.REMOVE, strings(target)))
        self._must(self._ask(Kind.RENAME, strings(path, target)), target)

    def remove(self, path: str) -> None:
        """Remove a file; nothing happens where there is none."""
        self._answer(self._ask(Kind.REMOVE, strings(path)))

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
                data = self._answer(future).data()
                if not data:
                    ended.add(number)
                    break
                yield number, data
                offset, size = offset + len(data), size - len(data)
                if size > 0:  # the server gave less than was asked for
                    future = self._ask_bytes(handles[number], offset, size)

    def _ask_bytes(self, handle: bytes, offset: int, size: int) -> Future[Answer]:
        return self._ask(Kind.READ, strings(handle) + struct.pack(">QI", offset, size))

    def _listed(self, handle: bytes, asked: list[Future[Answer]]) -> list[Item]:
        items: list[Item] = []
        waiting = deque(asked)
        while True:
            answer = self._answer(waiting.popleft())
            if answer.kind != Kind.NAME:
                break
            items += [_item(found.name, found.attributes) for found in answer.names() if _is_name(found.name)]
            if not waiting:
                waiting.append(self._ask(Kind.READDIR, strings(handle)))
        for future in waiting:
            self._answer(future)
        self._ask(Kind.CLOSE, strings(handle))
        return items

    def _must(self, future: Future[Answer], path: str) -> Answer:
        answer = self._answer(future)
        if answer.kind == Kind.STATUS and answer.status() != Status.OK:
            raise RemoteUnusable(f"{path} cannot be written on {self._address.machine}: {answer.reason()}.")
        return answer

    def _answer(self, future: Future[Answer]) -> Answer:
        try:
            return future.result(_ANSWER_SECS)
        except TimeoutError:
            self._process.kill()
            raise RemoteUnusable(f"{self._address.machine} does not answer any more.") from None

    def _ask(self, kind: Kind, body: bytes) -> Future[Answer]:
        future: Future[Answer] = Future()
        with self._book:
            if self._lost:
                raise self._fault()
            number, self._next = self._next, (self._next + 1) & 0xFFFFFFFF
            self._waiting[number] = future
        try:
            with self._sending:
                self._in.write(struct.pack(">IBI", len(body) + 5, kind, number) + body)
                self._in.flush()
        except (OSError, ValueError) as error:
            raise self._fault() from error
        return future

    def _greet(self) -> None:
        try:
            self._in.write(struct.pack(">IBI", 5, Kind.INIT, _VERSION))
            self._in.flush()
            head = self._out.read(4)
            size = struct.unpack(">I", head)[0] if len(head) == 4 else 0
            # A login that prints something spoils the first answer: what it says would be a very long one.
            answer = self._out.read(size) if 0 < size < 1 << 16 else b""
        except OSError:
            answer = b""
        if answer[:1] != bytes([Kind.VERSION]):
            self._process.kill() if answer else None
            self._process.wait()
            self._complaints.join()
            raise fault_of(
                self._address, "".join(self._said) or "its ssh server offers no SFTP, or its login prints something"
            )

    def _receive(self) -> None:
        while len(head := self._out.read(4)) == 4:
            size = struct.unpack(">I", head)[0]
            data = self._out.read(size) if _LEAST_MESSAGE_BYTES <= size <= _MOST_MESSAGE_BYTES else b""
            if not data or len(data) < size:
                break
            message = Message(data)
            with self._book:
                future = self._waiting.pop(message.number, None)
            if future is not None:
                future.set_result(message.answer)
        with self._book:
            self._lost = True
            left, self._waiting = list(self._waiting.values()), {}
        for future in left:
            future.set_exception(self._fault())

    def _fault(self) -> RemoteUnusable:
        return fault_of(self._address, "".join(self._said) or "the connection is lost")

    def _keep_complaints(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self._said.append(line.decode("utf-8", "replace"))
            del self._said[:-50]


def _item(name: str, attributes: Attributes) -> Item:
    size_bytes, mode, mtime = attributes
    return Item(name.rpartition("/")[2], size_bytes, mtime, stat.S_ISDIR(mode))


def _is_name(name: str) -> bool:
    """Whether a server's name of a file stays within its folder."""
    return name not in ("", ".", "..") and "/" not in name and "\0" not in name
