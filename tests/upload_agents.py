"""Agents that runs left at work: processes of their own, which outlive the test that began them unless somebody ends them."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from waiting import wait_until


def agents_of(url: str) -> list[int]:
    """The ids of the processes that send to a server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"runstone.sync.agent" in words and url.encode() in words:
            found.append(int(folder.name))
    return found


def end_agents(url: str, number: int = signal.SIGTERM) -> int:
    """End them; how many there were. Those that are killed are gone when this returns."""
    found = agents_of(url)
    for process in found:
        with suppress(ProcessLookupError):
            os.kill(process, number)
    if number == signal.SIGKILL:
        wait_until(lambda: not set(found) & set(agents_of(url)))
    return len(found)
