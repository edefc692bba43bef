"""Gone: what the machine that trained knows alone, and whoever looks from elsewhere cannot: that the process of a run is gone.

It is said in a journal of its own beside the run's, and goes the way that all journals go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from runstone.journal import lock
from runstone.journal.alive import is_gone
from runstone.journal.arriving import is_arriving
from runstone.journal.ending import ends_closed
from runstone.journal.opener import read_opened
from runstone.journal.reader import JournalReader
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.errors import DataFault, HomeUnusable
from runstone.model.home import SEALED_SUFFIX, Home
from runstone.model.records import WriterGone
from runstone.model.version import VERSION
from runstone.sync.journal_name import JournalName, names_of


class Gone:
    """Tells it of the writers of one home. Not for threads to share."""

    def __init__(self, home: Home) -> None:
        self._home = home
        # Those of which there is nothing to say any more.
        self._settled: set[JournalName] = set()

    def tell(self, names: Iterable[JournalName]) -> list[JournalName]:
        """Say of which of these journals the writers died without a word. What was said is not said again; what a full disk does not take is said
        at a later call.

        Returns:
            The journals in which it was said now.
        """
        told = []
        dead: dict[str, list[str]] = defaultdict(list)
        for name in names:
            if name.kind == "runs" and name not in self._settled and self._is_dead(name):
                dead[name.ledger].append(name.writer)
        for run, writers in dead.items():
            unsaid = set(writers) - self._said(run)
            with suppress(HomeUnusable):
                if unsaid:
                    told.append(self._say(run, sorted(unsaid)))
                self._settled.update(JournalName("runs", run, writer) for writer in writers)
        return told

    def _is_dead(self, name: JournalName) -> bool:
        path = name.path(self._home)
        if path.suffix == SEALED_SUFFIX or is_arriving(path):
            self._settled.add(name)
            return False
        if lock.is_held(path) is not False:
            return False
        try:
            is_closed = ends_closed(path)  # looked at behind the lock, which the writer frees after its last word
        except OSError:
            return False
        opened = read_opened(path)
        if is_closed or (opened is not None and opened.role == "editor"):
            self._settled.add(name)
            return False
        return opened is not None and is_gone(path, opened)

    def _said(self, run: str) -> set[str]:
        found: set[str] = set()
        for name in names_of(self._home, "runs", run):
            path = name.path(self._home)
            opened = read_opened(path)
            if opened is None or opened.role != "editor":
                continue
            with suppress(FileNotFoundError, DataFault):
                for piece in JournalReader(path).pieces():
                    found |= {record.writer for record in piece.records if isinstance(record, WriterGone)}
        return found

    def _say(self, run: str, writers: list[str]) -> JournalName:
        own = JournalWriter(self._home, run, role="editor", version=VERSION)
        own.event(*(WriterGone(time=own.now(), writer=writer) for writer in writers))
        own.close()
        with suppress(OSError):  # a scan of the home finds it, too
            Registry(self._home).ring(run, own.writer)
        return JournalName("runs", run, own.writer)
