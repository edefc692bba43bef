"""Hearing: what people wrote at the server on runs that go on here, such as that one is to stop, is brought to where they run."""

from __future__ import annotations

import time

from runstone.model.errors import RunstoneError
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.inspection import Inspection
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece
from runstone.sync.server_replica import ServerReplica

_ASK_SECS = 1.0
# After a failure: a server of before this could be asked says 404.
_PAUSE_SECS = 10.0
_PIECE_BYTES = 1 << 20


class Hearing:
    """Of one home at one server. Not for threads to share."""

    def __init__(self, home: Home, server: ServerReplica) -> None:
        self._own = HomeReplica(home)
        self._inspection = Inspection(home)
        self._server = server
        self._next = 0.0

    def listen(self, runs: set[str]) -> None:
        """Bring what is new of what people wrote on these runs; nothing if that was done a moment ago. What fails is tried again later."""
        now = time.monotonic()
        if not runs or now < self._next:
            return
        try:
            for name, size_bytes in self._server.edits(runs).items():
                if name.kind == "runs" and name.ledger in runs:
                    self._bring(name, size_bytes)
            self._next = now + _ASK_SECS
        except (RunstoneError, OSError):
            self._next = now + _PAUSE_SECS

    def _bring(self, name: JournalName, size_bytes: int) -> None:
        offset = self._own.sizes([name]).get(name, 0)
        while offset < size_bytes:
            data = self._server.read(name, offset, min(_PIECE_BYTES, size_bytes - offset))
            if not data:
                return
            piece = Piece(name, offset, data)
            self._inspection.check([piece])
            self._own.append([piece])
            offset += len(data)
