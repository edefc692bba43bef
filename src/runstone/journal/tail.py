"""The tail of a run: what came into its journals since the last look."""

from __future__ import annotations

from collections.abc import Iterator

from runstone.journal.reader import JournalReader, Piece
from runstone.model.home import Home


class Tail:
    """Follows all journals of one run, collection or sweep. Not for threads to share."""

    def __init__(self, home: Home, run: str) -> None:
        """
        Args:
            home: where it lies.
            run: its id. It need not be there yet.
        """
        self._home = home
        self._run = run
        self._readers: dict[str, JournalReader] = {}

    def read(self) -> Iterator[tuple[str, Piece]]:
        """What is new, by writer. Each writer's pieces come in the order in which they were written.

        Raises:
            DataFault: a journal cannot be read at all.
        """
        for path in self._home.journals(self._run):
            reader = self._readers.get(path.stem)
            if reader is None or reader.path != path:
                # Sealed meanwhile: offsets mean the same, definitions lie at the same places.
                known = (reader.offset, reader.definitions) if reader else (0, [])
                reader = self._readers[path.stem] = JournalReader(path, *known)
            for piece in reader.pieces():
                yield path.stem, piece
