"""Begun: in which projects things began a moment ago that the index may not know yet."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

from runstone.sync.journal_name import JournalName, Kind

# The index knows what began within seconds, also where it is far behind.
_KEPT_SECS = 300.0
_MOST = 10_000


class Begun:
    """Of one server. May be shared by threads."""

    def __init__(self) -> None:
        self._projects: OrderedDict[tuple[Kind, str], tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, projects: Mapping[JournalName, str]) -> None:
        """What began now, by the journals that it began with."""
        now = time.monotonic()
        with self._lock:
            for name, project in projects.items():
                self._projects[name.kind, name.ledger] = now, project
                self._projects.move_to_end((name.kind, name.ledger))
            while len(self._projects) > _MOST:
                self._projects.popitem(last=False)

    def project(self, kind: Kind, ledger: str) -> str | None:
        """Where something began; None where that was not a moment ago."""
        with self._lock:
            began, project = self._projects.get((kind, ledger), (0.0, None))
        return project if project is not None and time.monotonic() - began < _KEPT_SECS else None
