"""Watch: which journals of a home are worth a look now, without a walk through all of them at each look."""

from __future__ import annotations

import time

from runstone.journal import lock
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.ids import from_file_name
from runstone.sync.journal_name import JournalName, ledgers, names_of

# Everything is looked at as often, in case something was missed; what is no run, of which nobody is told, more often.
_ALL_SECS = 300.0
_OTHERS_SECS = 2.0
# A journal that nobody writes to is looked at for so much longer: its last words may come late on a network's file system.
_LINGER_SECS = 10.0


class Watch:
    """Of one home. The registry tells of new writers; journals that are written to are looked at each time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._offset = 0
        self._next_all = 0.0
        self._next_others = 0.0
        self._living: dict[JournalName, float] = {}

    def due(self) -> set[JournalName]:
        """What may have grown since the last look."""
        now = time.monotonic()
        found: set[JournalName] = set()
        told = self._told()
        if now >= self._next_all:
            found.update(name for kind, ledger in ledgers(self._home) for name in names_of(self._home, kind, ledger))
            self._next_all = now + _ALL_SECS
        else:
            found.update(name for run in told for name in names_of(self._home, "runs", run))
        if now >= self._next_others:
            for kind, ledger in ledgers(self._home, runs=False):
                found.update(names_of(self._home, kind, ledger))
            self._next_others = now + _OTHERS_SECS
        for name in found:
            self._feel(name, now)
        for name in list(self._living):
            self._feel(name, now)
        return found | self._living.keys()

    @property
    def is_quiet(self) -> bool:
        """Whether nobody on this machine writes to a journal, as far as the last look told."""
        return not self._living

    @property
    def living_runs(self) -> set[str]:
        """Runs that somebody on this machine writes to, as far as the last look told."""
        return {name.ledger for name in self._living if name.kind == "runs"}

    def _feel(self, name: JournalName, now: float) -> None:
        try:
            is_held = lock.is_held(name.path(self._home))
        except DataFault:
            is_held = False
        if is_held:
            self._living[name] = now
        elif now - self._living.get(name, -_LINGER_SECS) >= _LINGER_SECS:
            self._living.pop(name, None)

    def _told(self) -> set[str]:
        """The runs that the registry has a new line of."""
        try:
            with open(self._home.registry_path, "rb") as file:
                if file.seek(0, 2) < self._offset:  # written anew
                    self._offset = 0
                file.seek(self._offset)
                book = file.read()
        except FileNotFoundError:
            return set()
        end = book.rfind(b"\n") + 1
        self._offset += end
        found = set()
        for line in book[:end].decode("utf-8", "replace").splitlines():
            fields = line.split("\t")
            try:
                found.add(from_file_name(fields[1] if fields[0] == "writer" else fields[3]))
            except (IndexError, ValueError):
                continue  # a line that a full disk cut short
        return found
