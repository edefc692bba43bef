"""A collection of artifacts in a home: read from its journals, and written to under a lock that orders the numbers of its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from runstone.journal.ledger import Ledger
from runstone.model.collection import CollectionFacts
from runstone.model.home import Collections, Home
from runstone.model.ids import collection_id
from runstone.model.records import CollectionBegan, Record, VersionNumbered


class Collection(Ledger[CollectionFacts]):
    """One collection: see Ledger for how it is read and written."""

    def __init__(self, home: Home, collection: str, author: str = "") -> None:
        """
        Args:
            home: where it lies.
            collection: its id. It need not be there yet.
            author: who edits; empty for a run.
        """
        super().__init__(Collections(home), collection, CollectionFacts(collection), author)

    @classmethod
    def named(cls, home: Home, project: str, name: str, author: str = "") -> Collection:
        """The collection of this name in a project."""
        return cls(home, collection_id(project, name), author)

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
        with self.writing() as writer:
            facts = self.facts()
            if facts.began is None and began is not None:
                writer.event(_at(writer.now(), began))
                facts = self.facts()
            for version, number in facts.unsettled().items():
                writer.event(VersionNumbered(time=writer.now(), version=version, number=number))
            self.append(records(facts, writer.now()))


def _at(time: int, began: CollectionBegan) -> CollectionBegan:
    return CollectionBegan(
        time=time, project=began.project, name=began.name, type=began.type, description=began.description
    )


def collections(home: Home) -> Iterator[Collection]:
    """Every collection of a home, in no order."""
    for name in Collections(home).run_ids():
        yield Collection(home, name)
