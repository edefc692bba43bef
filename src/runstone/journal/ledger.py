"""A ledger: journals of many writers in one folder, read as one, and written to under a lock where the order of words matters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from runstone.journal import lock
from runstone.journal.writer import JournalWriter
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.model.records import AnyRecord, Record, Role, Unknown
from runstone.model.version import VERSION

_LOCK_NAME = "lock"


class Facts(Protocol):
    """What records add up to."""

    last_time: int

    def apply(self, writer: str, record: AnyRecord | Unknown) -> None:
        """Take in one record of one writer."""


F = TypeVar("F", bound=Facts)


class Ledger(Generic[F]):
    """Not for threads to share. Reading costs what came since the last look; writing appends to a journal of its own, which is opened at the
    first word and closed by `close`."""

    def __init__(self, folders: Home, ledger: str, facts: F, author: str = "") -> None:
        """
        Args:
            folders: where ledgers of this kind lie; it gives their folders by id.
            ledger: its id. It need not be there yet.
            facts: of nothing; filled here.
            author: who edits; empty for a run.
        """
        self.id = ledger
        self._folders = folders
        self._author = author
        self._writer: JournalWriter | None = None
        from runstone.journal.tail import Tail  # not for whoever may need a ledger later: it brings NumPy

        self._tail = Tail(folders, ledger)
        self._facts = facts
        self.damaged_bytes = 0
        """So much of its journals could not be read, as far as `facts` came."""

    def exists(self) -> bool:
        """Whether anybody wrote to it."""
        return bool(self._folders.journals(self.id))

    def facts(self) -> F:
        """What is known of it now.

        Raises:
            DataFault: a journal cannot be read.
        """
        for writer, piece in self._tail.read():
            self.damaged_bytes += sum(damage.size_bytes for damage in piece.damage)
            for record in piece.records:
                self._facts.apply(writer, record)
        return self._facts

    @contextmanager
    def writing(self) -> Iterator[JournalWriter]:
        """The journal to write to, while nobody else writes; its clock is behind all that is known when the block begins.

        Raises:
            HomeUnusable: the lock or the journal cannot be written.
            DataFault: a journal cannot be read, so nobody knows what was given out. Nothing was written.
        """
        with self._locked():
            facts = self.facts()
            writer = self.writer()
            writer.clock.follow(facts.last_time)
            yield writer

    def writer(self) -> JournalWriter:
        """The journal to write to what needs no order."""
        if self._writer is None:
            role: Role = "editor" if self._author else "worker"
            self._writer = JournalWriter(self._folders, self.id, role=role, version=VERSION, author=self._author)
        return self._writer

    def append(self, records: Sequence[Record]) -> None:
        """Write records that make the journal survive a power cut.

        Raises:
            HomeUnusable: they could not be written.
        """
        writer = self.writer()
        if records:
            writer.event(*records)
        if writer.drain():
            self.close()
            raise HomeUnusable(
                f"{self._folders.path} takes no more bytes, so this was not recorded. Nothing that was recorded before is touched. "
                "Free some space and try again."
            )
        writer.sync()

    def beat(self) -> None:
        """Show readers on other hosts that who writes here lives; nothing where there was no word yet."""
        if self._writer is not None:
            self._writer.heartbeat()

    def close(self) -> None:
        """Let go of its journal. Idempotent; the next word opens another one."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def leave_to_parent(self) -> None:
        """In a forked child: the journal is the parent's."""
        if self._writer is not None:
            self._writer.leave_to_parent()
            self._writer = None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = self._folders.run_path(self.id)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fd = os.open(Path(folder, _LOCK_NAME), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise HomeUnusable(
                f"{folder} cannot be written ({error.strerror}). Nothing was recorded. Free some space or choose another home."
            ) from error
        try:
            # The kernel lets go of it when the process dies, however it dies.
            lock.hold(fd)
            yield
        finally:
            os.close(fd)
