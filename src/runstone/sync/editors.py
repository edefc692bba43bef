"""Editors: which journals of a run people wrote, and no process that trains; found without a look at each of them each time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from runstone.journal.opener import read_opened
from runstone.model.home import Home
from runstone.sync.journal_name import JournalName, names_of

_KEPT_RUNS = 4096
# A folder that changed a moment ago may change again without getting another time.
_YOUNG_NS = 2_000_000_000


class Editors:
    """Of one home. May be shared by threads."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._known: OrderedDict[str, tuple[int, list[JournalName]]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, runs: Iterable[str]) -> list[JournalName]:
        """The journals of these runs that people wrote."""
        return [name for run in runs for name in self._of(run)]

    def _of(self, run: str) -> list[JournalName]:
        looked_ns = time.time_ns()
        try:
            changed_ns = self._home.run_path(run).stat().st_mtime_ns
        except FileNotFoundError:
            return []
        with self._lock:
            known = self._known.get(run)
        if known is not None and known[0] == changed_ns:
            return known[1]
        names = names_of(self._home, "runs", run)
        opened = {name: read_opened(name.path(self._home)) for name in names}
        found = [name for name, first in opened.items() if first is not None and first.role == "editor"]
        if looked_ns - changed_ns >= _YOUNG_NS and None not in opened.values():
            with self._lock:
                self._known[run] = changed_ns, found
                if len(self._known) > _KEPT_RUNS:
                    self._known.popitem(last=False)
        return found
