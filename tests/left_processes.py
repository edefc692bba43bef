"""Processes that tests began and did not end: they would take time from the tests after them, and stay when all are through."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from waiting import wait_until

# Inherited by all that a test begins, beside the name of the test, which pytest keeps in the environment.
_MARK = "TESTS_SESSION"
_TEST = "PYTEST_CURRENT_TEST"
# These end with the process that tests.
_OURS = (b"multiprocessing.resource_tracker", b"multiprocessing.forkserver", b"multiprocessing.spawn")


class Left(NamedTuple):
    """A process, its command line, and the test that began it."""

    process: int
    command: str
    test: str


def mark() -> None:
    """Let processes that this one begins from now on be told from all others."""
    os.environ[_MARK] = str(os.getpid())


@contextmanager
def kept() -> Iterator[None]:
    """What is begun inside the block may stay as long as this process: whoever begins it ends it then."""
    own = os.environ.pop(_MARK, None)
    try:
        yield
    finally:
        if own is not None:
            os.environ[_MARK] = own


def left() -> list[Left]:
    """The processes that this one, or one that it began, began and that are still there; empty where there is no /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        facts = dict(variable.decode(errors="replace").partition("=")[::2] for variable in variables)
        if facts.get(_MARK) == str(os.getpid()) and command and not any(ours in command for ours in _OURS):
            words = command.replace(b"\0", b" ").decode(errors="replace").strip()
            found.append(Left(int(folder.name), words[:200], facts.get(_TEST, "no test")))
    return found


def left_in_the_end() -> list[Left]:
    """Those that do not end by themselves within a while, which are then killed."""
    with suppress(AssertionError):
        wait_until(lambda: not left(), timeout_secs=10.0)
    found = left()
    for process, _, _ in found:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return found
