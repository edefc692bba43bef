"""The editor: writes what a person changes about runs into journals of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from runstone.edits.author import login_name
from runstone.edits.edit import NOTHING, Edit, RunsEdit, Standing
from runstone.edits.journals import MAX_KEPT, Journals
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home

# So many files are open at a time; most systems allow a process a thousand.
_AT_ONCE = 128


Wanted = tuple[Standing, Edit]


class Applied(NamedTuple):
    """What an edit did: how many runs it changed, and the edits that take it back.

    `stopped` says why it did not come to its end; None if it did. What it did until then is in `changed` and `undo`.
    """

    changed: int
    undo: list[RunsEdit]
    stopped: str | None = None


class Editor:
    """Edits runs of one home for one person. May be shared by threads and used beside any other writers.

    Promises: when `apply` returns, the edits survive a power cut. A process that is killed leaves each run edited or not, never half.
    """

    def __init__(self, home: Home, author: str | None = None) -> None:
        """Nothing is opened before the first edit.

        Args:
            home: where the runs lie.
            author: who edits; by default the name that this process is logged in by.
        """
        self._home = home
        self._journals = Journals(home, login_name() if author is None else author)
        self._lock = threading.Lock()  # guards `_journals` and `_janitor`, and is let go of between two batches
        self._janitor: threading.Thread | None = None
        self._ending = threading.Event()

    def apply(self, edits: Iterable[Wanted]) -> Applied:
        """Change runs. What a run has already is not written again, and runs that are gone are left out.

        Args:
            edits: each run as it stands, and what to change about it.

        Raises:
            Misuse: an edit says nothing, or something that cannot be. Nothing was changed.
            HomeUnusable: nothing could be written.
        """
        checked: dict[Edit, Edit] = {}
        wanted: list[Wanted] = []
        for standing, edit in edits:
            if edit not in checked:
                checked[edit] = edit.checked()
            needed = checked[edit].needed(standing)
            if needed != NOTHING:
                wanted.append((standing, needed))
        undo: dict[Edit, list[str]] = {}
        changed = 0
        fault: HomeUnusable | None = None
        for batch in _batches(wanted):
            written, fault = self._write(batch, keep=len(wanted) <= MAX_KEPT)
            for standing, edit in written:
                undo.setdefault(edit.inverse(standing), []).append(standing.run)
            changed += len(written)
            if fault is not None:
                break
        if fault is not None and not changed:
            raise fault
        stopped = f"Only {changed} of {len(wanted)} runs were changed. {fault}" if fault else None
        return Applied(changed, [RunsEdit(runs, edit) for edit, runs in undo.items()], stopped)

    def close(self) -> None:
        """Close all journals. Idempotent; the next edit opens new ones."""
        with self._lock:
            self._journals.close_idle(0.0)
            self._ending.set()
            janitor = self._janitor
        if janitor is not None:
            janitor.join()

    def _write(self, batch: Sequence[Wanted], keep: bool) -> tuple[list[Wanted], HomeUnusable | None]:
        """Write edits, make them survive, and tell readers.

        Returns:
            Those that are safe, and why the others are not.
        """
        written: list[Wanted] = []
        writers: list[tuple[str, JournalWriter]] = []
        bells: list[tuple[str, str]] = []
        fault: HomeUnusable | None = None
        with self._lock:
            for standing, edit in batch:
                try:
                    found = self._journals.writer(standing.run)
                except HomeUnusable as error:
                    fault = error
                    break
                if found is None:
                    continue
                writer, is_new = found
                writer.clock.follow(standing.time)
                writer.event(*edit.records(writer.now()))
                if writer.drain():
                    self._journals.close([writer])
                    fault = HomeUnusable(_FULL.format(home=self._home.path))
                    break
                written.append((standing, edit))
                writers.append((standing.run, writer))
                if is_new:
                    bells.append((standing.run, writer.writer))
            if keep:
                for _, writer in writers:
                    writer.sync()
                self._journals.keep(writers)
                self._watch()
            else:
                self._journals.close([writer for _, writer in writers])
        if bells:
            with suppress(OSError):  # readers find them at their next walk through the home
                Registry(self._home).ring_all(bells)
        return written, fault

    def _watch(self) -> None:
        """See to it that idle journals are closed."""
        if self._janitor is None:
            self._janitor = threading.Thread(target=self._close_idle, name="runstone-editor", daemon=True)
            self._janitor.start()

    def _close_idle(self) -> None:
        while True:
            with self._lock:
                self._ending.clear()
                due_secs = self._journals.close_idle()
                if due_secs is None:
                    self._janitor = None
                    return
            self._ending.wait(due_secs)


_FULL = "{home} takes no more bytes, so this run was not changed. Nothing that was recorded is touched. Free some space and try again."


def _batches(wanted: Sequence[Wanted]) -> Iterator[Sequence[Wanted]]:
    for first in range(0, len(wanted), _AT_ONCE):
        yield wanted[first : first + _AT_ONCE]
