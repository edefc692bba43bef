"""A child: a process that was begun here, answers requests one by one, and ends with its input.

Requests and answers are frames on its standard input and output: a length of four bytes, then so many bytes. An answer begins with the processor
time that the child took so far, a double.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO

_LENGTH = struct.Struct("<I")
_CPU_SECS = struct.Struct("<d")
_END_SECS = 5.0


class Child:
    """A module of ours that runs in a process of its own. It begins with the first request, and again should it have died; it ends with this process,
    however that ends. For one thread at a time."""

    def __init__(self, module: str, *arguments: str) -> None:
        """
        Args:
            module: calls `serve`.
            arguments: its `sys.argv[1:]`.
        """
        self._module = module
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._ended_cpu_secs = self._own_cpu_secs = 0.0

    @property
    def cpu_secs(self) -> float:
        """The processor time of all processes that there were."""
        return self._ended_cpu_secs + self._own_cpu_secs

    def begin(self) -> None:
        """Begin the process now, where the first request should not wait for that."""
        self._started()

    def ask(self, request: bytes) -> bytes | None:
        """The answer to a request; None where the process was gone or died over it."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _write(process.stdin, request)
            answer = _read(process.stdout)
        except (BrokenPipeError, EOFError):
            self.close()
            return None
        (self._own_cpu_secs,) = _CPU_SECS.unpack_from(answer)
        return answer[_CPU_SECS.size :]

    def close(self) -> None:
        """End the process. Idempotent; another one begins with the next request."""
        process, self._process = self._process, None
        if process is None:
            return
        end(process, _END_SECS)
        assert process.stdout is not None
        process.stdout.close()
        self._ended_cpu_secs, self._own_cpu_secs = self.cpu_secs, 0.0

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process


def serve(answer: Callable[[bytes], bytes]) -> None:
    """In a child: answer requests until the input ends. What is printed goes to standard error.

    Args:
        answer: to a request; what it raises ends the process.
    """
    # Ctrl-C in a terminal is meant for who asks, and comes to all of its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        with suppress(EOFError, BrokenPipeError):
            while True:
                answered = answer(_read(sys.stdin.buffer))
                _write(answers, _CPU_SECS.pack(time.process_time()) + answered)


def end(process: subprocess.Popen[bytes], timeout_secs: float) -> None:
    """Close the input of a process and wait until it is gone; it is killed if it does not go by itself. One that is gone already is no trouble.

    Args:
        process: begun with a pipe for its input; its other pipes stay as they are.
        timeout_secs: how long it may take to go.
    """
    assert process.stdin is not None
    with suppress(OSError):  # it was gone before
        process.stdin.close()
    try:
        process.wait(timeout_secs)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _write(stream: IO[bytes], frame: bytes) -> None:
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """The next frame.

    Raises:
        EOFError: there is none, or not all of it.
    """
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found
