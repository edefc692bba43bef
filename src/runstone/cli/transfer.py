"""The progress of a transfer, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn


@contextmanager
def watched(what: str, size_bytes: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yields what is to be told the size of each piece. Draws a bar in a terminal, and nothing elsewhere.

    Args:
        what: what is done.
        size_bytes: about how much there is to do; None where nobody knows.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what, total=size_bytes)
        yield lambda done_bytes: progress.advance(task, done_bytes)
