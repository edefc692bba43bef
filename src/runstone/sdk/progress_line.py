"""The progress line: how far something is that a person waits for, on standard error and nowhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

# Who waits for less than that need not know.
_QUIET_SECS = 0.5
_BAR_CHARS = 20


class ProgressLine:
    """A context manager. On a terminal the line is written over and over, and gone in the end; elsewhere it is never written."""

    def __init__(self, what: str, total_bytes: int) -> None:
        """
        Args:
            what: what is being done.
            total_bytes: how much of it there is.
        """
        self._what = what
        self._total_bytes = total_bytes
        self._from = time.monotonic() + _QUIET_SECS
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def show(self, done_bytes: int) -> None:
        """Say how much is done."""
        if time.monotonic() < self._from or not _is_terminal():
            return
        share = min(1.0, done_bytes / self._total_bytes) if self._total_bytes else 1.0
        bar = "#" * round(share * _BAR_CHARS)
        amounts = f"{size_words(done_bytes)} of {size_words(self._total_bytes)}"
        self._write(f"runstone: {self._what} [{bar:<{_BAR_CHARS}}] {amounts}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._width:
            self._write("")
            self._write("")

    def _write(self, text: str) -> None:
        padding = " " * (self._width - len(text))
        self._width = len(text)
        try:
            sys.stderr.write(f"\r{text}{padding}")
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            return


def size_words(size_bytes: int) -> str:
    """A size for a person: `3.2 MiB`."""
    size = float(size_bytes)
    for unit in ("B", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"


def _is_terminal() -> bool:
    try:
        return sys.stderr.isatty()
    except (ValueError, AttributeError):
        return False
