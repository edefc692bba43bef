"""Inspection: pieces of journals that anybody may have sent are read before they are kept."""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from runstone.journal.reader import JournalReader, Rows, Where
from runstone.model.errors import DataFault, JournalDamaged
from runstone.model.home import Home
from runstone.model.records import Opened
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece, by_journal
from runstone.sync.survey import check_frames, check_record

Witness = Callable[[JournalName, object], None]

_UNREADABLE = (DataFault, msgspec.MsgspecError, struct.error, ValueError, OverflowError, RecursionError)
# What is known of a journal is forgotten when so many others were looked at: it is read again then.
_KEPT = 4096


class Inspection:
    """Of one home. Remembers how far it read, so that a long journal is read once. Not for threads to share."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._known: OrderedDict[JournalName, tuple[int, list[int]]] = OrderedDict()

    def check(self, pieces: Sequence[Piece], witness: Witness | None = None) -> None:
        """Read what pieces would make of their journals.

        Args:
            pieces: what came.
            witness: told of each record that is new; what it raises ends the inspection.

        Raises:
            JournalDamaged: a record is none that every reader can take in, or is of another journal than it says.
        """
        for name, own in by_journal(pieces).items():
            try:
                self._check(name, own, witness)
            except _UNREADABLE as error:
                raise JournalDamaged(
                    f"What came for the journal {name.text} cannot be read, and was not kept: {error}"
                ) from error

    def forget(self, pieces: Sequence[Piece]) -> None:
        """What these would have made of their journals did not come to be."""
        for name in by_journal(pieces):
            self._known.pop(name, None)

    def _check(self, name: JournalName, pieces: list[Piece], witness: Witness | None) -> None:
        path, known = name.path(self._home), self._known.pop(name, (0, []))
        if witness is not None and known == (0, []) and path.exists():
            there = JournalReader(path)
            for _ in there.pieces():
                pass
            known = there.offset, there.definitions
        reader = _Grown(path, pieces, *known)
        for piece in reader.pieces():
            check_frames(piece.damage)
            for record in piece.records:
                check_record(record)
                if witness is not None:
                    witness(name, record)
                if isinstance(record, Opened) and (record.run, record.writer) != (name.ledger, name.writer):
                    raise ValueError(f"it says that it is a journal of {record.run!r}")
        self._known[name] = reader.offset, reader.definitions
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


class _Grown(JournalReader):
    """A journal as it would be with these pieces."""

    def __init__(self, path: Path, pieces: list[Piece], offset: int, definitions: list[int]) -> None:
        self._pieces = pieces
        super().__init__(path, offset, definitions)

    def _gather(self, data: bytes, order: list[Where]) -> list[Rows]:
        """Nobody asks for the rows: that they are whole is known by then."""
        return []

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the journal, then of the pieces."""
        try:
            data = super().read(offset, size)
        except FileNotFoundError:
            data = b""
        for piece in self._pieces:
            end = offset + len(data)
            if piece.offset <= end < piece.offset + len(piece.data):
                data += piece.data[end - piece.offset : end - piece.offset + size - len(data)]
        return data
