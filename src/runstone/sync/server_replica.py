"""A server as a replica: the home that it serves, over HTTP (docs/http-api.md)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar
from urllib.parse import quote

import msgspec

from runstone.blobs.store import Readable
from runstone.model.errors import (
    UNDECODABLE,
    BadValue,
    BlobDamaged,
    HomeUnusable,
    JournalDamaged,
    JournalsDiffer,
    Misuse,
    NotAllowed,
    QuotaExceeded,
    RunstoneError,
    ServerUnusable,
)
from runstone.sync import pieces as wire
from runstone.sync.http import Answer, Server
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece, by_journal
from runstone.sync.uplink import Uplink

_BYTES = "application/octet-stream"
_ERRORS: dict[str, type[RunstoneError]] = {
    "journals_differ": JournalsDiffer,
    "journal_damaged": JournalDamaged,
    "blob_damaged": BlobDamaged,
    "home_unusable": HomeUnusable,
    "quota_exceeded": QuotaExceeded,
    "bad_value": BadValue,
    "not_allowed": NotAllowed,
    "no_beginning": NotAllowed,  # what it begins with was not taken
}
_NAMES_A_CALL = 4096
_LONGEST_PACE_SECS = 30.0
_TOLD_SECS = 1.0


class Sizes(msgspec.Struct, frozen=True):
    """How many bytes are there of each journal, by its name as text."""

    sizes: dict[str, int]


class Taken(Sizes, frozen=True):
    """What there is of the journals that pieces came of; of those in which people wrote on the same runs (null: the server does not tell); and for how
    long the sender should gather more before it comes again."""

    edits: dict[str, int] | None = None
    pace_secs: float = 0.0


class SizesAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which journals; null for all."""

    names: list[str] | None = None


class RunsAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Runs by their ids."""

    runs: list[str]


class Blobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Blobs by their SHA-256."""

    blobs: list[str]


class _Failed(msgspec.Struct, frozen=True):
    code: str = ""
    message: str = ""


class _Failure(msgspec.Struct, frozen=True):
    error: _Failed = _Failed()


T = TypeVar("T")


class ServerReplica:
    """See Replica."""

    def __init__(self, url: str, uplink: Uplink | None = None) -> None:
        """
        Args:
            url: where the server's UI is.
            uplink: how the line may be used by somebody who works unattended: see `Server`.

        Raises:
            Misuse: that is no such URL.
        """
        self._server = Server(url, uplink=uplink)
        self.pace_secs = 0.0
        """For how long the server asked to wait until it is sent more; 0 where it leaves that to us."""
        self._told: dict[str, tuple[float, dict[JournalName, int]]] = {}

    def __str__(self) -> str:
        return self._server.url

    def sizes(self, names: Iterable[JournalName] | None = None) -> dict[JournalName, int]:
        """See Replica."""
        if names is None:
            return self._sizes(SizesAsk())
        found: dict[JournalName, int] = {}
        texts = [name.text for name in names]
        for start in range(0, len(texts), _NAMES_A_CALL):
            found.update(self._sizes(SizesAsk(texts[start : start + _NAMES_A_CALL])))
        return found

    def read(self, name: JournalName, offset: int, size: int) -> bytes:
        """See Replica."""
        asked = {"name": name.text, "offset": str(offset), "size_bytes": str(size)}
        return self._checked(self._server.get("/api/sync/journal", asked.items())).body

    def append(self, pieces: Sequence[Piece]) -> dict[JournalName, int]:
        """See Replica."""
        # What came twice changes nothing, so a connection that was kept may be tried.
        answer = self._server.send("POST", "/api/sync/pieces", wire.encode(pieces), wire.MEDIA_TYPE, may_repeat=True)
        taken = self._decoded(answer, Taken)
        self.pace_secs = min(max(0.0, taken.pace_secs), _LONGEST_PACE_SECS)
        if taken.edits is not None:
            self._note_edits({name.ledger for name in by_journal(pieces) if name.kind == "runs"}, Sizes(taken.edits))
        return self._named(taken)

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """See Replica."""
        answer = self._server.post("/api/sync/lacks", msgspec.json.encode(Blobs(list(blobs))))
        return set(self._decoded(answer, Blobs).blobs)

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """See Replica."""
        self._checked(self._server.send("PUT", f"/api/sync/blobs/{quote(sha256)}", stream, _BYTES, size_bytes))

    def edits(self, runs: Iterable[str]) -> dict[JournalName, int]:
        """How many bytes are there of the journals in which people wrote on these runs. What the server told in passing a moment ago is not asked for.

        Raises:
            ServerUnusable, Misuse: see Replica.
        """
        since = time.monotonic() - _TOLD_SECS
        self._told = {run: told for run, told in self._told.items() if told[0] >= since}
        found = {name: size for run in runs if run in self._told for name, size in self._told[run][1].items()}
        asked = sorted(run for run in runs if run not in self._told)
        if asked:
            body = msgspec.json.encode(RunsAsk(asked))
            found.update(self._named(self._decoded(self._server.post("/api/sync/edits", body), Sizes)))
        return found

    def _note_edits(self, runs: set[str], edits: Sizes) -> None:
        now, named = time.monotonic(), self._named(edits)
        for run in runs:
            self._told[run] = now, {name: size for name, size in named.items() if name.ledger == run}

    @contextmanager
    def open(self, sha256: str) -> Iterator[Readable]:
        """See Replica."""
        with self._server.open(f"/api/blobs/{quote(sha256)}") as response:
            if response.status == 404:
                raise BlobDamaged(f"The blob {sha256} is not on {self}.")
            if response.status != 200:
                self._refuse(Answer(response.status, response.headers.get_content_type(), response.read()))
            yield response

    def close(self) -> None:
        """See Replica."""
        self._server.close()

    def _sizes(self, asked: SizesAsk) -> dict[JournalName, int]:
        return self._named(self._decoded(self._server.post("/api/sync/sizes", msgspec.json.encode(asked)), Sizes))

    def _named(self, found: Sizes) -> dict[JournalName, int]:
        try:
            return {JournalName.parse(text): size_bytes for text, size_bytes in found.sizes.items()}
        except BadValue as error:
            raise self._strange(error) from error

    def _decoded(self, answer: Answer, kind: type[T]) -> T:
        body = self._checked(answer).body
        try:
            return msgspec.json.decode(body, type=kind)
        except UNDECODABLE as error:
            raise self._strange(error) from error

    def _strange(self, error: Exception) -> ServerUnusable:
        return ServerUnusable(
            f"{self} does not answer as Runstone does ({error}). Nothing is lost here; look whether the URL is right."
        )

    def _checked(self, answer: Answer) -> Answer:
        if answer.status >= 300:
            self._refuse(answer)
        return answer

    def _refuse(self, answer: Answer) -> NoReturn:
        self.pace_secs = min(answer.retry_secs, _LONGEST_PACE_SECS)
        try:
            failed = msgspec.json.decode(answer.body, type=_Failure).error
        except UNDECODABLE:
            failed = _Failed()
        message = failed.message or f"{self} answered with status {answer.status}."
        if failed.code in _ERRORS:
            raise _ERRORS[failed.code](message)
        if answer.status == 401:
            raise Misuse(f"{message} Nothing is lost here; `runstone login {self}` keeps a token for it.")
        if answer.status in (400, 403, 413, 415):
            raise Misuse(f"{message} Nothing is lost here.")
        raise ServerUnusable(f"{message} Nothing is lost here; it is tried again.")
