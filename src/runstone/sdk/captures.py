"""The captures of a run: what it records by itself. Each can be switched off, and none holds up the training."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from runstone.sdk.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstone.blobs.store import BlobStore
    from runstone.journal.writer import JournalWriter


class Capture(Protocol):
    """Something that records by itself between `start` and `stop`; all it saw is handed over when `stop` returns."""

    def start(self) -> None:
        """Begin."""

    def stop(self, timeout_secs: float) -> None:
        """End, within this time. Idempotent."""


class Captures:
    """All captures of one run."""

    def __init__(self, captures: list[Capture], finish_timeout_secs: float) -> None:
        self._captures = captures
        self._finish_timeout_secs = finish_timeout_secs

    def start(self) -> None:
        """Begin, in order."""
        for capture in self._captures:
            capture.start()

    def stop(self) -> None:
        """End, the last first, so that the console still sees what the others have to say."""
        deadline = time.monotonic() + self._finish_timeout_secs
        while self._captures:
            self._captures.pop().stop(max(0.0, deadline - time.monotonic()))


def start_captures(
    settings: Settings, writer: JournalWriter, store: BlobStore, started_time: int, on_trouble: Callable[[str], None]
) -> Captures:
    """Begin everything that the settings ask for.

    Args:
        settings: which captures are on.
        writer: takes their records.
        store: takes the git diff.
        started_time: when the run began: system metrics count their steps in seconds from then on, over all its writers.
        on_trouble: is told once by a capture that cannot go on.
    """
    redact = settings["redact"]
    captures: list[Capture] = []
    if settings["console"]:
        from runstone.sdk.capture.console import ConsoleCapture

        captures.append(
            ConsoleCapture(
                writer.event, writer.now, redact=redact, bars=settings["console_bars"], on_trouble=on_trouble
            )
        )
    if settings["git"]:
        from runstone.sdk.capture.git import GitCapture

        captures.append(GitCapture(writer.event, writer.now, store=store, on_trouble=on_trouble))
    if settings["packages"]:
        from runstone.sdk.capture.packages import PackagesCapture

        captures.append(PackagesCapture(writer.event, writer.now, on_trouble=on_trouble))
    if settings["host"]:
        from runstone.sdk.capture.host import HostCapture

        captures.append(HostCapture(writer.event, writer.now, redact=redact, on_trouble=on_trouble))
    if settings["system"]:
        from runstone.sdk.capture.system import SystemMetrics

        def log_row(values: dict[str, float]) -> None:
            now = writer.now()
            writer.row(writer.layout(tuple(values)), (now - started_time) // 1_000_000, values.values(), now)

        captures.append(
            SystemMetrics(
                log_row,
                interval_secs=settings["system_interval_secs"],
                home=writer.home_path,
                on_trouble=on_trouble,
            )
        )
    running = Captures(captures, settings["finish_timeout_secs"])
    running.start()
    return running
