"""The index of a home: opened, kept up with the journals, read, looked after, and made anew whenever it is broken."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from runstone.index import database, upkeep
from runstone.index.artifacts import Artifacts
from runstone.index.cache import MAX_BYTES, Cache
from runstone.index.codec import IndexDamaged
from runstone.index.follower import Follower
from runstone.index.indexer_lock import IndexerLock
from runstone.index.ingest import Ingest
from runstone.index.liveness import Pulse
from runstone.index.readers import Readers, Snapshot
from runstone.index.sqlite_catalog import SqliteCatalog
from runstone.index.sqlite_series import SqliteSeries
from runstone.index.sweeps import Sweeps
from runstone.index.workspace import Workspace
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.model.place import DATABASE_NAME, LOCK_NAME, place
from runstone.model.scope import Scope

T = TypeVar("T")

# Readers see what is in after so long at most, also while years of journals are read for the first time.
_COMMIT_SECS = 0.25
_FIRST_WAIT_SECS = 600.0
# Several of them may be open at once.
_SCOPED_COLUMNS_BYTES = 32 << 20

__all__ = ["Index", "ScopedIndex", "Snapshot"]


class _Desk:
    """The connection that writes, and what works on it."""

    def __init__(self, home: Home, connection: sqlite3.Connection, cache: Cache, pulse: Pulse) -> None:
        self.connection = connection
        self.series = SqliteSeries(connection, cache)
        self.catalog = SqliteCatalog(connection)
        self.ingest = Ingest(home, self.catalog, self.series, pulse)
        self.workspace = Workspace(home, connection, self.catalog.next_revision)
        self.artifacts = Artifacts(home, connection, self.catalog.next_revision)
        self.sweeps = Sweeps(home, connection, self.catalog.next_revision)
        self.version = 0

    def data_version(self) -> int:
        """Changes when another connection committed."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


class Index:
    """May be shared by threads. Any number of processes may have the index of one home open: whoever needs fresh data takes the
    indexer's lock, catches up, and reads."""

    is_apart = False
    """Whether another process keeps it up for this one."""

    def __init__(self, home: Home, *, cache_bytes: int = MAX_BYTES) -> None:
        """Nothing is opened or made before the first use.

        Args:
            home: whose index.
            cache_bytes: of what is decoded, kept in memory for those who read.
        """
        self.home = home
        folder = place(home)
        self._path = folder / DATABASE_NAME
        self._lock = IndexerLock(folder / LOCK_NAME)
        self._pulse = Pulse(home)
        self._follower = Follower(home, self._pulse)
        self._cache = Cache(cache_bytes)
        self._readers = Readers(self._path, self._cache, self._make)
        self._desk: _Desk | None = None
        self._desk_identity: tuple[int, int] | None = None
        self._caught_up = -math.inf
        # Guards `_desk` and what it does: one thread of this process indexes at a time.
        self._writing = threading.RLock()

    @property
    def apart_cpu_secs(self) -> float:
        """The processor time of other processes that kept it up for this one."""
        return 0.0

    def refresh(self, wait_secs: float = 0.0, *, drawn_every_secs: float = 0.0) -> bool:
        """Catch up with the journals.

        Args:
            wait_secs: how long to wait while another process or thread does so.
            drawn_every_secs: so often the summary of a run follows its points, as long as it gets nothing else; the next refresh without this
                brings all of them up to date. Curves have every point at once.

        Returns:
            False if another one was still at it: then it is that one who brings the index up to date.

        Raises:
            HomeUnusable: the index has no place where it can be kept.
        """
        asked = time.monotonic()
        deadline = asked + wait_secs
        if not self._writing.acquire(timeout=wait_secs):
            return False
        if self._caught_up > asked:
            # Whoever was waited for began to look after this was asked, and left nothing out.
            self._writing.release()
            return True
        try:
            began = time.monotonic()
            is_done = self._brought_up(max(0.0, deadline - began), drawn_every_secs)
            if is_done and not drawn_every_secs:
                self._caught_up = began
            return is_done
        except sqlite3.OperationalError as error:
            raise HomeUnusable(
                f"The index {self._path} cannot be written ({error}). The journals are untouched, and nothing recorded is lost. "
                "Free some space there, or set XDG_CACHE_HOME to a place on another local disk."
            ) from error
        finally:
            self._writing.release()

    def _brought_up(self, wait_secs: float, drawn_every_secs: float) -> bool:
        """`refresh`, for the thread that is at it."""
        with self._lock.held(wait_secs) as mine:
            if mine:
                self._healing(lambda: self._catch_up(drawn_every_secs))
            return mine

    def rebuild(self) -> None:
        """Make the index anew from the journals, whatever state it is in.

        Raises:
            HomeUnusable: another process holds the indexer's lock and does not let go of it.
        """
        self._rebuild(lambda: True)

    def _rebuild(self, needed: Callable[[], bool]) -> None:
        with self._writing, self._lock.held(_FIRST_WAIT_SECS) as mine:
            if not mine:
                raise HomeUnusable(
                    f"Another process keeps the index {self._path} locked. Nothing was changed; end that process and try again."
                )
            if needed():
                self._drop()
            self._catch_up()

    def maintain(self, budget_secs: float) -> bool:
        """Work for idle times: seal journals of runs that ended minutes ago, and rewrite what costs readers time.

        Returns:
            Whether there is more to do.
        """
        with self._writing:
            return self._looked_after(budget_secs)

    def _looked_after(self, budget_secs: float) -> bool:
        """`maintain`, for the thread that is at it."""
        with self._lock.held(0.0) as mine:
            return mine and self._healing(lambda: self._maintain(budget_secs))

    def close(self) -> None:
        """Let go of all connections. Idempotent; the index opens again at its next use."""
        with self._writing:
            self._forget_desk()
        self._readers.close()

    def _catch_up(self, drawn_every_secs: float = 0.0) -> None:
        desk = self._open_desk()
        desk.ingest.drawn_every_secs = drawn_every_secs
        (offset,) = desk.connection.execute("SELECT value FROM meta WHERE name = 'registry_offset'").fetchone()
        due = self._follower.due(desk.connection, offset)
        views, collections, sweeps = desk.workspace.due(), desk.artifacts.due(), desk.sweeps.due()
        if (
            not (due.folders or due.journals or due.removed or views or collections or sweeps)
            and due.registry_offset == offset
        ):
            return
        if desk.data_version() != desk.version:
            desk.ingest.forget()
        waiting = set()
        with self._commits(desk) as pause:
            for path in views:
                desk.workspace.take(path)
                pause()
            for collection in collections:
                desk.artifacts.take(collection)
                pause()
            for sweep in sweeps:
                desk.sweeps.take(sweep)
                pause()
            for run in due.removed:
                desk.ingest.remove(run)
                pause()
            for run in sorted(due.folders):
                desk.ingest.look_at_folder(run)
                if desk.catalog.key(run) is None and self.home.run_path(run).exists():
                    waiting.add(run)
                pause()
            for run, paths in due.journals.items():
                if run not in due.folders:
                    desk.ingest.look(run, paths)
                    pause()
            desk.connection.execute("UPDATE meta SET value = ? WHERE name = 'registry_offset'", (due.registry_offset,))
        self._follower.wait_for(waiting)
        desk.version = desk.data_version()

    def _maintain(self, budget_secs: float) -> bool:
        desk = self._open_desk()
        deadline = time.monotonic() + budget_secs
        more = not self.home.is_copy and upkeep.seal_old(self.home, desk.connection, self._pulse, deadline)
        with self._commits(desk):
            return desk.series.compact(max(0.0, deadline - time.monotonic())) or more

    @contextmanager
    def _commits(self, desk: _Desk) -> Iterator[Callable[[], None]]:
        """A transaction; calling what is yielded commits it and begins another whenever readers have waited long enough."""
        desk.connection.execute("BEGIN IMMEDIATE")
        began = time.monotonic()

        def pause() -> None:
            nonlocal began
            if time.monotonic() - began > _COMMIT_SECS:
                desk.catalog.settle()
                desk.connection.execute("COMMIT")
                desk.connection.execute("BEGIN IMMEDIATE")
                began = time.monotonic()

        try:
            yield pause
            desk.catalog.settle()
            desk.connection.execute("COMMIT")
        except BaseException:
            # What is in memory may speak of rows that are no more, and numbers of frames will be given again.
            self._forget_desk()
            self._cache.clear()
            raise

    def ask(self, question: Callable[[Snapshot], T]) -> T:
        """The answer to a question, from one consistent state of the index; a broken index is made anew first."""
        seen = database.identity(self._path)
        try:
            with self.read() as snapshot:
                return question(snapshot)
        except (sqlite3.DatabaseError, IndexDamaged) as error:
            if not _is_broken(error):
                raise
        # Another thread or process may have mended it meanwhile: what was broken then is no reason to throw away what is there now.
        self._rebuild(lambda: seen is not None and seen == database.identity(self._path))
        with self.read() as snapshot:
            return question(snapshot)

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A snapshot, for as long as the block lasts."""
        with self._readers.read() as snapshot:
            yield snapshot

    def scoped(self, scope: Scope) -> ScopedIndex:
        """What a scope shows of this index, for as long as it is open. Questions are put to it as to this one."""
        return ScopedIndex(self, scope)

    def scoped_readers(self, scope: Scope) -> Readers:
        """Readers that show a scope, beside those of this index."""
        return Readers(self._path, self._cache, self._make, scope, _SCOPED_COLUMNS_BYTES)

    def _make(self) -> None:
        self.refresh(_FIRST_WAIT_SECS)

    def _healing(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except (sqlite3.DatabaseError, IndexDamaged) as error:
            if not _is_broken(error):
                raise
        self._drop()
        return work()

    def _open_desk(self) -> _Desk:
        present = database.identity(self._path)
        if self._desk is not None and present is not None and present == self._desk_identity:
            return self._desk
        self._forget_desk()
        self._cache.clear()
        if present is None:
            self._drop()
        connection = database.connect(self._path)
        if database.version(connection) != database.SCHEMA_VERSION:
            connection.close()
            self._drop()
            connection = database.connect(self._path)
        self._desk = _Desk(self.home, connection, self._cache, self._pulse)
        self._desk_identity = database.identity(self._path)
        return self._desk

    def _forget_desk(self) -> None:
        if self._desk is not None:
            if self._desk.connection.in_transaction:
                self._desk.connection.rollback()
            self._desk.connection.close()
            self._desk = None

    def _drop(self) -> None:
        """Begin with an empty database; it is filled by the next catching up."""
        self._forget_desk()
        database.make(self._path)
        self._follower.scan_soon()


class ScopedIndex(Index):
    """What a scope shows of an index, which it asks to catch up and to be looked after."""

    def __init__(self, whole: Index, scope: Scope) -> None:
        self.home = whole.home
        self.scope = scope
        self._whole = whole
        self._path = whole._path
        self._readers = whole.scoped_readers(scope)

    def refresh(self, wait_secs: float = 0.0, *, drawn_every_secs: float = 0.0) -> bool:
        """See Index."""
        return self._whole.refresh(wait_secs, drawn_every_secs=drawn_every_secs)

    def rebuild(self) -> None:
        """See Index."""
        self._whole.rebuild()

    def _rebuild(self, needed: Callable[[], bool]) -> None:
        self._whole._rebuild(needed)

    def maintain(self, budget_secs: float) -> bool:
        """See Index."""
        return self._whole.maintain(budget_secs)

    def scoped(self, scope: Scope) -> ScopedIndex:
        """See Index."""
        return self._whole.scoped(self.scope.both(scope))

    def close(self) -> None:
        """Let go of its own connections."""
        self._readers.close()


_BROKEN_CODES = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
)


def _is_broken(error: Exception) -> bool:
    """Whether an error means that the database must be made anew, and not that it is busy or the disk full."""
    if isinstance(error, IndexDamaged):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    missing = isinstance(error, sqlite3.OperationalError) and "no such " in str(error)
    return missing or (code is not None and code & 0xFF in _BROKEN_CODES)
