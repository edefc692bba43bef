"""Push: what is new in a home is brought to a replica of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from runstone.blobs.store import BlobStore
from runstone.journal.numbering import read_numbering
from runstone.journal.reader import JournalReader, journal_bytes
from runstone.model.errors import BadValue, BlobDamaged, DataFault, NotAllowed, QuotaExceeded, ServerUnusable
from runstone.model.home import Home
from runstone.sync.journal_name import JournalName
from runstone.sync.mentions import mentions
from runstone.sync.package import Told, ignore
from runstone.sync.progress import Progress, Reached
from runstone.sync.replica import Piece, Replica, by_journal

PIECE_BYTES = 1 << 20
# So much goes in one call at most, and so many blobs are asked about.
_CALL_BYTES = 4 << 20
_CALL_BLOBS = 4096
_TAIL_BYTES = 4096
# A journal that was left out is tried again after so long.
_SHORTEST_REFUSED_SECS = 1.0
_LONGEST_REFUSED_SECS = 60.0


class Pushed(NamedTuple):
    """What one round brought there. `faults` tell of journals that were left out, and why."""

    journals: int = 0
    journal_bytes: int = 0
    blobs: int = 0
    blob_bytes: int = 0
    missing_blobs: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all was there."""
        return not self.journals and not self.blobs


class _Refusal(NamedTuple):
    """A journal that was left out, by the monotonic clock until then."""

    until: float
    wait_secs: float


class Push:
    """From one home to one replica. Journals of runs go first, so that whoever looks there sees points at once; blobs follow; journals of collections
    go last, so that a version that can be seen there is whole."""

    def __init__(self, home: Home, replica: Replica, progress: Progress, on_bytes: Told = ignore) -> None:
        """
        Args:
            home: where from.
            replica: where to.
            progress: of this replica; its `working` must have been entered.
            on_bytes: told the size of each piece that arrived.
        """
        self._home = home
        self._replica = replica
        self._progress = progress
        self._on_bytes = on_bytes
        self._store = BlobStore(home)
        self._checked: set[JournalName] = set()
        self._refused: dict[JournalName, _Refusal] = {}

    def round(self, names: Iterable[JournalName]) -> Pushed:
        """Bring what is new of these journals, and the blobs that they speak of. Of a journal that is seen for the first time the replica is asked
        how much it has: it may have lost some, or be another one than before.

        A journal that the replica has otherwise or does not take, or that cannot be read, is left out and told of; it keeps no other back.

        Raises:
            ServerUnusable, HomeUnusable, Misuse: see Replica. What arrived until then is kept in mind.
        """
        faults: list[str] = []
        own = [name for name in names if self._is_ours(name) and not self._is_refused(name)]
        unknown = [name for name in own if name not in self._checked]
        for start in range(0, len(unknown), _CALL_BLOBS):
            self._compare(unknown[start : start + _CALL_BLOBS], faults)
        # In the order in which they began, so that runs keep their numbers where those are free.
        due = sorted((name for name in own if self._is_due(name)), key=lambda name: name.writer)
        first = [name for name in due if name.kind != "artifacts"]
        last = [name for name in due if name.kind == "artifacts"]
        sent, sent_bytes = self._send(first, faults)
        # Blobs of what is refused would lie there for nobody.
        blobs, blob_bytes, missing = self._send_blobs([name for name in due if name not in self._refused], faults)
        more, more_bytes = self._send(last, faults)
        return Pushed(sent + more, sent_bytes + more_bytes, blobs, blob_bytes, missing, tuple(faults))

    def left_bytes(self, names: Iterable[JournalName]) -> int:
        """How many bytes of these journals are not there yet, as far as is known."""
        ours = filter(self._is_ours, names)
        return sum(max(0, self._size(name) - self._progress.reached(name).bytes) for name in ours)

    def _is_ours(self, name: JournalName) -> bool:
        """Whether it is to be sent: what a home calls a run is its own."""
        known = name in self._checked or self._progress.reached(name).bytes > 0
        return known or name.kind != "runs" or read_numbering(name.path(self._home)) is None

    @property
    def refused(self) -> Set[JournalName]:
        """Journals that were left out, and are to be tried again."""
        return self._refused.keys()

    def _is_refused(self, name: JournalName) -> bool:
        return name in self._refused and time.monotonic() < self._refused[name].until

    def _is_due(self, name: JournalName) -> bool:
        return name in self._checked and self._size(name) > min(self._progress.reached(name))

    def _size(self, name: JournalName) -> int:
        try:
            return journal_bytes(name.path(self._home))
        except (FileNotFoundError, DataFault):
            return 0

    def _send(self, names: list[JournalName], faults: list[str]) -> tuple[int, int]:
        sent: set[JournalName] = set()
        sent_bytes = 0
        for call in self._calls(names):
            there = self._append(call, faults)
            for piece in call:
                if piece.name in there:
                    self._on_bytes(len(piece.data))
                    sent_bytes += len(piece.data)
            for name, size_bytes in there.items():
                lost_some = size_bytes < self._progress.reached(name).bytes
                self._note(name, bytes=min(size_bytes, self._size(name)), **({"blob_bytes": 0} if lost_some else {}))
                self._refused.pop(name, None)
                sent.add(name)
        return len(sent), sent_bytes

    def _append(self, call: list[Piece], faults: list[str]) -> Mapping[JournalName, int]:
        """What is there now of the journals of a call. Where the replica refuses one, the others are brought without it."""
        parts = by_journal(call)
        try:
            there = self._replica.append(call)
        except (DataFault, BadValue, NotAllowed, QuotaExceeded) as error:
            if len(parts) == 1:
                self._leave_out(call[0].name, str(error), faults)
                return {}
            return {name: there for own in parts.values() for name, there in self._append(own, faults).items()}
        if there.keys() != parts.keys():
            raise ServerUnusable(
                f"{self._replica} does not say what it has now. Nothing is lost here; it is sent again."
            )
        return there

    def _leave_out(self, name: JournalName, why: str, faults: list[str]) -> None:
        """Try a journal again later, and the later the more often it failed."""
        faults.append(why)
        self._checked.discard(name)
        before = self._refused.get(name)
        wait_secs = min(2 * before.wait_secs, _LONGEST_REFUSED_SECS) if before else _SHORTEST_REFUSED_SECS
        self._refused[name] = _Refusal(time.monotonic() + wait_secs, wait_secs)

    def _compare(self, names: list[JournalName], faults: list[str]) -> None:
        """Ask how much is there of journals that nobody asked about yet, and whether it is of the same journal."""
        there = self._replica.sizes(names)
        for name in names:
            # A replica that has more than there is here tells nothing of what comes here later.
            size_bytes = min(there.get(name, 0), self._size(name))
            start = max(0, size_bytes - _TAIL_BYTES)
            try:
                own = JournalReader(name.path(self._home)).read(start, size_bytes - start)
            except (DataFault, FileNotFoundError) as error:
                self._leave_out(name, f"The journal {name.text} cannot be read, so it stays here: {error}", faults)
                continue
            known = self._progress.reached(name)
            if size_bytes and known.bytes != size_bytes and own != self._replica.read(name, start, len(own)):
                why = f"{self._replica} has another journal {name.text} than {self._home.path}. It was left as it is on both sides."
                self._leave_out(name, why, faults)
                continue
            self._checked.add(name)
            # Less than before: the replica lost some, and its blobs may be gone as well.
            blob_bytes = known.blob_bytes if size_bytes >= known.bytes else 0
            self._progress.note(name, Reached(size_bytes, blob_bytes))

    def _calls(self, names: list[JournalName]) -> Iterator[list[Piece]]:
        call: list[Piece] = []
        call_bytes = 0
        for name in names:
            for piece in self._pieces(name):
                if call and call_bytes + len(piece.data) > _CALL_BYTES:
                    yield call
                    call, call_bytes = [], 0
                call.append(piece)
                call_bytes += len(piece.data)
        if call:
            yield call

    def _pieces(self, name: JournalName) -> Iterator[Piece]:
        offset = self._progress.reached(name).bytes
        until = self._size(name)
        while offset < until:
            data = JournalReader(name.path(self._home)).read(offset, min(PIECE_BYTES, until - offset))
            if not data:
                return
            yield Piece(name, offset, data)
            offset += len(data)

    def _send_blobs(self, names: list[JournalName], faults: list[str]) -> tuple[int, int, int]:
        wanted: set[str] = set()
        ends: dict[JournalName, int] = {}
        for name in names:
            reached = self._progress.reached(name)
            try:
                ends[name], blobs = mentions(self._home, name, reached.blob_bytes)
            except (DataFault, FileNotFoundError) as error:
                faults.append(f"The journal {name.text} cannot be read, so its media stay here: {error}")
                continue
            wanted |= blobs
        sent = sent_bytes = missing = 0
        asked = sorted(wanted)
        for start in range(0, len(asked), _CALL_BLOBS):
            for sha256 in sorted(self._replica.lacks(asked[start : start + _CALL_BLOBS])):
                size_bytes = self._send_blob(sha256, faults)
                if size_bytes is None:
                    missing += 1
                else:
                    sent += 1
                    sent_bytes += size_bytes
        for name, end in ends.items():
            self._note(name, blob_bytes=end)
        return sent, sent_bytes, missing

    def _send_blob(self, sha256: str, faults: list[str]) -> int | None:
        """The size; None of one that is not here: raw media that were encoded since, or what this home has lost."""
        try:
            with open(self._store.path(sha256), "rb") as file:
                size_bytes = file.seek(0, 2)
                file.seek(0)
                self._replica.put(sha256, size_bytes, file)
        except FileNotFoundError:
            return None
        except BlobDamaged as error:
            faults.append(str(error))
            return None
        self._on_bytes(size_bytes)
        return size_bytes

    def _note(self, name: JournalName, **reached: int) -> None:
        self._progress.note(name, self._progress.reached(name)._replace(**reached))
