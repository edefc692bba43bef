"""Patience: an answer that must be there, to its end, within a time. A socket's own timeout begins anew with every byte that comes."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any, cast


class PatientResponse(http.client.HTTPResponse):
    """An answer whose reading ends in TimeoutError when it takes longer than that, however often something comes."""

    def __init__(self, sock: socket.socket, *args: Any, patience_secs: float, **options: Any) -> None:
        """
        Args:
            sock: where it comes from; the request was sent.
            patience_secs: how long it may take from now on.
        """
        bounded = _Bounded(sock, time.monotonic() + patience_secs)
        super().__init__(cast("socket.socket", bounded), *args, **options)


class _Bounded:
    """What a response needs of a socket."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes, as a file."""
        return io.BufferedReader(_Coming(self._sock, self._until))


class _Coming(io.RawIOBase):
    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until
        self._file = sock.makefile("rb", buffering=0)  # keeps the socket open as long as it is read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left_secs = self._until - time.monotonic()
        if left_secs <= 0:
            raise TimeoutError
        self._sock.settimeout(left_secs)
        return cast("io.RawIOBase", self._file).readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()
