"""Runs as one file, made while it is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from io import RawIOBase
from queue import Empty, Full, Queue
from typing import IO, Annotated, cast
from urllib.parse import quote

import msgspec
from msgspec import Meta
from starlette.responses import Response, StreamingResponse

from runstone.model.errors import RunNotFound, RunstoneError
from runstone.model.ids import check_project
from runstone.query import runs
from runstone.query.runs import RunsAsk, list_ids
from runstone.query.runs.pages import MAX_IDS
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Service
from runstone.server.shown import shown, shows_blob
from runstone.sync.journal_name import Kind
from runstone.sync.sending import pack_into

PACKAGE = "application/zip"

_PIECE_BYTES = 1 << 18
_WAITING_PIECES = 16
_LOOK_SECS = 0.5


class PackageAsk(msgspec.Struct, frozen=True):
    """Which runs."""

    project: Annotated[str, Meta(description="All runs of this project and below it, wherever they lie.")] | None = None
    runs: Annotated[list[str], Meta(description="And these runs: ids, display ids or numbers; repeat it.")] = (
        msgspec.field(name="run", default_factory=list)
    )


@get("/api/package", media_type=PACKAGE, guests=False)
def download_package(service: Service, ask: PackageAsk) -> Response:
    """Runs with their journals, media, artifacts and the runs that they were forked off, as `runstone pack` writes them; `runstone unpack` takes them in."""
    found = [runs.find(service.index, run) for run in ask.runs]
    if ask.project is not None:
        below = RunsAsk(project=check_project(ask.project), place="all", sort=("number",), limit=MAX_IDS)
        found += list_ids(service.index, below).ids
    wanted = list(dict.fromkeys(found))
    if not wanted:
        raise RunNotFound("There are no runs to pack: name runs, or a project that has some.")

    def may(kind: Kind, ledger: str) -> bool:
        return bool(shown(service, kind, [ledger]))

    called = ask.project.replace("/", "-") if ask.project else wanted[0]
    pieces = Poured(
        lambda out: pack_into(out, service.home, wanted, may, lambda sha256: shows_blob(service, sha256))
    ).pieces()
    first = next(pieces, b"")  # what is wrong is told before the answer begins, if it is found by then

    def body() -> Iterator[bytes]:
        yield first
        yield from pieces

    name = quote(f"{called}.runstone", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "x-content-type-options": "nosniff"}
    return StreamingResponse(body(), media_type=PACKAGE, headers=headers)


class Poured(RawIOBase):
    """What one thread writes and another one takes, with little in between. Whoever takes no more ends the writing, too."""

    def __init__(self, write: Callable[[IO[bytes]], None]) -> None:
        super().__init__()
        self._write = write
        self._queue: Queue[bytes | None] = Queue(_WAITING_PIECES)
        self._held = bytearray()
        self._left = threading.Event()
        self._error: RunstoneError | OSError | None = None

    def writable(self) -> bool:
        """It takes bytes, and cannot be sought in."""
        return True

    def write(self, data: object) -> int:
        """Hand bytes over, some hundred KiB at a time."""
        taken = bytes(cast(bytes, data))
        self._held += taken
        if len(self._held) >= _PIECE_BYTES:
            self._put(bytes(self._held))
            self._held.clear()
        return len(taken)

    def pieces(self) -> Iterator[bytes]:
        """All that is written, as it comes.

        Raises:
            RunstoneError, OSError: as the writing did.
        """
        thread = threading.Thread(target=self._pour, name="runstone-package", daemon=True)
        thread.start()
        try:
            while (piece := self._queue.get()) is not None:
                yield piece
            if self._error is not None:
                raise self._error
        finally:
            self._left.set()
            thread.join()

    def _pour(self) -> None:
        try:
            self._write(cast(IO[bytes], self))
            self._put(bytes(self._held))
        except (RunstoneError, OSError) as error:
            self._error = error
        finally:
            self._end()

    def _put(self, piece: bytes) -> None:
        while True:
            if self._left.is_set():
                raise BrokenPipeError("Nobody takes the package any more.")
            try:
                self._queue.put(piece, timeout=_LOOK_SECS)
            except Full:
                continue
            return

    def _end(self) -> None:
        while not self._left.is_set():
            try:
                self._queue.put(None, timeout=_LOOK_SECS)
            except Full:
                continue
            return
        # Whoever left does not wait, or has taken the end already.
        try:
            while True:
                self._queue.get_nowait()
        except Empty:
            pass


ENDPOINTS: list[Endpoint] = [download_package]
