"""A collection of artifacts in a home: read from its journals, and written to under a lock that orders the numbers of its versions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from runstone.journal import lock
from runstone.journal.reader import JournalReader
from runstone.journal.writer import JournalWriter
from runstone.model.collection import CollectionFacts
from runstone.model.errors import HomeUnusable
from runstone.model.home import Collections, Home
from runstone.model.ids import collection_id
from runstone.model.records import CollectionBegan, Record, Role, VersionNumbered
from runstone.model.version import VERSION

_LOCK_NAME = "lock"


class Collection:
    """One collection. Not for threads to share. Reading costs what came since the last look; writing appends to a journal of its own, which is
    opened at the first word and closed by `close`."""

    def __init__(self, home: Home, collection: str, author: str = "") -> None:
        """
        Args:
            home: where it lies.
            collection: its id. It need not be there yet.
            author: who edits; empty for a run.
        """
        self.id = collection
        self._home = Collections(home)
        self._author = author
        self._writer: JournalWriter | None = None
        self._readers: dict[str, JournalReader] = {}
        self._facts = CollectionFacts(collection)
        self.damaged_bytes = 0
        """So much of its journals could not be read, as far as `facts` came."""

    @classmethod
    def named(cls, home: Home, project: str, name: str, author: str = "") -> Collection:
        """The collection of this name in a project."""
        return cls(home, collection_id(project, name), author)

    def exists(self) -> bool:
        """Whether anybody wrote to it."""
        return bool(self._home.journals(self.id))

    def facts(self) -> CollectionFacts:
        """What is known of it now.

        Raises:
            DataFault: a journal cannot be read.
        """
        for path in self._home.journals(self.id):
            reader = self._readers.setdefault(path.stem, JournalReader(path))
            for piece in reader.pieces():
                self.damaged_bytes += sum(damage.size_bytes for damage in piece.damage)
                for record in piece.records:
                    self._facts.apply(path.stem, record)
        return self._facts

    def write(
        self, records: Callable[[CollectionFacts, int], Sequence[Record]], began: CollectionBegan | None = None
    ) -> None:
        """Write what follows from the facts as they stand, while nobody else writes.

        Args:
            records: makes the records, given the facts and the time of writing, which is behind all that they say.
            began: how a collection begins that is not there yet; its `time` is set here.

        Raises:
            HomeUnusable: they could not be written.
            DataFault: a journal cannot be read, so nobody knows which numbers are given out. Nothing was written.
        """
        with self._locked():
            facts = self.facts()
            writer = self._open()
            writer.clock.follow(facts.last_time)
            if facts.began is None and began is not None:
                writer.event(_at(writer.now(), began))
                facts = self.facts()
            for version, number in facts.unsettled().items():
                writer.event(VersionNumbered(time=writer.now(), version=version, number=number))
            found = records(facts, writer.now())
            if found:
                writer.event(*found)
            if writer.drain():
                self.close()
                raise HomeUnusable(
                    f"{self._home.path} takes no more bytes, so this was not recorded. Nothing that was recorded before is touched. "
                    "Free some space and try again."
                )
            writer.sync()

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

    def _open(self) -> JournalWriter:
        if self._writer is None:
            role: Role = "editor" if self._author else "worker"
            self._writer = JournalWriter(self._home, self.id, role=role, version=VERSION, author=self._author)
        return self._writer

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = self._home.run_path(self.id)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fd = os.open(Path(folder, _LOCK_NAME), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise HomeUnusable(
                f"{folder} cannot be written ({error.strerror}). Nothing was recorded. Free some space or choose another home."
            ) from error
        try:
            lock.hold(fd)
            yield
        finally:
            os.close(fd)


def _at(time: int, began: CollectionBegan) -> CollectionBegan:
    return CollectionBegan(
        time=time, project=began.project, name=began.name, type=began.type, description=began.description
    )


def collections(home: Home) -> Iterator[Collection]:
    """Every collection of a home, in no order."""
    for name in Collections(home).run_ids():
        yield Collection(home, name)
