"""The editor: writes what a person changes about runs into journals of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import NamedTuple

from runstone.edits.edit import NOTHING, Edit, RunsEdit, Standing
from runstone.edits.journals import MAX_KEPT, Journals
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.author import login_name
from runstone.model.errors import HomeUnusable
from runstone.model.home import WORKSPACE, Home
from runstone.model.records import Record

# So many runs are changed before others may have the journals.
_AT_ONCE = 128
# Creating a thousand files one after the other, and waiting for the disk after each, takes many seconds.
_THREADS = 16


Wanted = tuple[Standing, Edit]


class Applied(NamedTuple):
    """What an edit did: how many runs it changed, and the edits that take it back.

    `stopped` says why it did not come to its end; None if it did. What it did until then is in `changed` and `undo`.
    """

    changed: int
    undo: list[RunsEdit]
    stopped: str | None = None


class Entry(NamedTuple):
    """Records for the journal of a run, made when their time is known: it is behind `after`."""

    run: str
    after: int
    records: Callable[[int], list[Record]]


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
        self.author = login_name() if author is None else author
        self._journals = Journals(home, self.author)
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
        entries = [Entry(standing.run, standing.time, edit.records) for standing, edit in wanted]
        undo: dict[Edit, list[str]] = {}
        changed = 0
        fault: HomeUnusable | None = None
        for first in range(0, len(wanted), _AT_ONCE):
            write = self._write if len(wanted) <= MAX_KEPT else self._write_apart
            safe, fault = write(entries[first : first + _AT_ONCE])
            for place in safe:
                standing, edit = wanted[first + place]
                inverse = edit.inverse(standing)
                if inverse != NOTHING:
                    undo.setdefault(inverse, []).append(standing.run)
            changed += len(safe)
            if fault is not None:
                break
        if fault is not None and not changed:
            raise fault
        stopped = f"Only {changed} of {len(wanted)} runs were changed. {fault}" if fault else None
        return Applied(changed, [RunsEdit(runs, edit) for edit, runs in undo.items()], stopped)

    def write(self, records: Callable[[int], list[Record]], after: int = 0, run: str = WORKSPACE) -> bool:
        """Write records about a run, or into the workspace of the home.

        Args:
            records: makes them, given their time.
            after: what they replace was written then, in microseconds since the epoch.
            run: the id of the run.

        Returns:
            False if the run is gone; nothing was written.

        Raises:
            HomeUnusable: they could not be written.
        """
        if run == WORKSPACE:
            try:
                self._home.workspace_path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise HomeUnusable(
                    f"{self._home.workspace_path} cannot be made ({error.strerror}). Nothing was changed."
                ) from error
        safe, fault = self._write([Entry(run, after, records)])
        if fault is not None:
            raise fault
        return bool(safe)

    def close(self) -> None:
        """Close all journals. Idempotent; the next edit opens new ones."""
        with self._lock:
            self._journals.close_idle(0.0)
            self._ending.set()
            janitor = self._janitor
        if janitor is not None:
            janitor.join()

    def _write(self, batch: Sequence[Entry]) -> tuple[list[int], HomeUnusable | None]:
        """Write entries, make them survive, and tell readers. Their journals are kept open for a while.

        Returns:
            The positions of those that are safe, and why the others are not.
        """
        safe: list[int] = []
        writers: list[tuple[str, JournalWriter]] = []
        bells: list[tuple[str, str]] = []
        fault: HomeUnusable | None = None
        with self._lock:
            for place, entry in enumerate(batch):
                try:
                    found = self._append(entry)
                except HomeUnusable as error:
                    fault = error
                    break
                if found is None:
                    continue
                writer, is_new = found
                safe.append(place)
                writers.append((entry.run, writer))
                if is_new and entry.run != WORKSPACE:
                    bells.append((entry.run, writer.writer))
            for _, writer in writers:
                writer.sync()
            self._journals.keep(writers)
            self._watch()
        self._ring(bells)
        return safe, fault

    def _write_apart(self, batch: Sequence[Entry]) -> tuple[list[int], HomeUnusable | None]:
        """The same with more journals than are kept open: each is written and closed by itself, many at once, since one waits for the disk most
        of the time."""
        safe: list[int] = []
        bells: list[tuple[str, str]] = []
        fault: HomeUnusable | None = None
        with self._lock, ThreadPoolExecutor(_THREADS) as pool:
            for place, told in enumerate(pool.map(self._append_and_close, batch)):
                if isinstance(told, HomeUnusable):
                    fault = fault or told
                elif told is not None:
                    safe.append(place)
                    bells.append((batch[place].run, told))
        self._ring(bells)
        return safe, fault

    def _append_and_close(self, entry: Entry) -> str | HomeUnusable | None:
        """The id of who wrote the entry, which survives a power cut by now; None if its run is gone."""
        try:
            found = self._append(entry)
        except HomeUnusable as error:
            return error
        if found is None:
            return None
        self._journals.close([found[0]])
        return found[0].writer

    def _append(self, entry: Entry) -> tuple[JournalWriter, bool] | None:
        """Append an entry to the journal of its run. Gives the journal, and whether it is new; None if there is no such run (any more).

        Raises:
            HomeUnusable: the disk did not take it. Nothing of it will be there.
        """
        found = self._journals.writer(entry.run)
        if found is None:
            return None
        writer, _ = found
        writer.clock.follow(entry.after)
        writer.event(*entry.records(writer.now()))
        if writer.drain():
            self._journals.close([writer])
            raise HomeUnusable(_FULL.format(home=self._home.path))
        return found

    def _ring(self, bells: Sequence[tuple[str, str]]) -> None:
        """Tell readers of new journals."""
        if bells:
            with suppress(OSError):  # readers find them at their next walk through the home
                Registry(self._home).ring_all(bells)

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


_FULL = "{home} takes no more bytes, so this was not written. Nothing that was recorded is touched. Free some space and try again."
