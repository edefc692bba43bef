"""A connection that speaks SFTP, version 3, over `ssh -s`: requests go out as they come, and each answer finds whoever asked."""

from __future__ import annotations

import struct
import subprocess
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import IO

from runstone.model.errors import HomeUnusable, RemoteUnusable
from runstone.remote.address import RemoteAddress
from runstone.remote.sftp_message import Answer, Kind, Message, Status
from runstone.remote.ssh import fault_of, start_ssh

_VERSION = 3
_ANSWER_SECS = 60.0
_LEAST_MESSAGE_BYTES, _MOST_MESSAGE_BYTES = 9, 1 << 20
_END_SECS = 5.0


class SftpSession:
    """May be shared by threads; `close` it in the end."""

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

    def must(self, future: Future[Answer], path: str) -> Answer:
        """The answer to a request that writes.

        Raises:
            HomeUnusable: it says no.
        """
        answer = self.answer(future)
        if answer.kind == Kind.STATUS and answer.status() != Status.OK:
            raise HomeUnusable(f"{path} cannot be written on {self._address.machine}: {answer.reason()}.")
        return answer

    def answer(self, future: Future[Answer]) -> Answer:
        """The answer to a request.

        Raises:
            RemoteUnusable: there is none.
        """
        try:
            return future.result(_ANSWER_SECS)
        except TimeoutError:
            self._process.kill()
            raise RemoteUnusable(f"{self._address.machine} does not answer any more.") from None

    def ask(self, kind: Kind, body: bytes) -> Future[Answer]:
        """Send a request.

        Raises:
            RemoteUnusable: the connection is lost.
        """
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
