"""How far storing the files of an artifact is, said every few seconds where it takes that long."""

from __future__ import annotations

import time

from runstone.artifacts.storing import Progress
from runstone.sdk import guard

_TELL_SECS = 5.0


class Teller:
    """A listener that says how far it is, and how fast."""

    def __init__(self, name: str, tell_secs: float = _TELL_SECS) -> None:
        """
        Args:
            name: of the artifact.
            tell_secs: so long between two words.
        """
        self._name = name
        self._tell_secs = tell_secs
        self._began = time.monotonic()
        self._due = self._began + tell_secs

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + self._tell_secs
        per_sec = progress.size_bytes / (now - self._began)
        guard.say(
            f"artifact {self._name}: {progress.files:,} of {progress.total_files:,} files, {progress.size_bytes / 1e9:.1f} GB "
            f"so far, {per_sec / 1e6:.0f} MB/s"
        )
