"""The floor: the plainest loggers one could write. Figures of a tracker are ratios to the first.

Both fsync at the end, as everything does that calls itself durable; only the second loses nothing at a SIGKILL.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path


class BufferedLines:
    """json.dumps to a buffered file: what is quickest without a thought for safety."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "points.jsonl").open("w")

    def log(self, values: Mapping[str, float], step: int) -> None:
        self._file.write(json.dumps({"step": step, "time": time.time(), **values}) + "\n")

    def finish(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


class WrittenThroughLines:
    """Its twin with one write(2) a call: killed at any point, it has lost nothing."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "points.jsonl").open("wb", buffering=0)

    def log(self, values: Mapping[str, float], step: int) -> None:
        self._file.write((json.dumps({"step": step, "time": time.time(), **values}) + "\n").encode())

    def finish(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()
