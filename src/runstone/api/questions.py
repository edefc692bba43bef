"""Questions to a server: what is asked over HTTP, and the answer as a value or the error that it means."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

import msgspec

from runstone.api.editing import Notes, NotesConflict
from runstone.model.errors import (
    UNDECODABLE,
    ArtifactNotFound,
    BadProject,
    BadQuery,
    BadValue,
    BlobDamaged,
    CommentNotFound,
    Conflict,
    HomeUnusable,
    Misuse,
    NotTheAuthor,
    RunNotFound,
    ServerUnusable,
    SweepNotFound,
    ViewNotFound,
)
from runstone.model.refusal import ErrorAnswer
from runstone.model.values import from_json
from runstone.sync.http import ANSWER_TIMEOUT_SECS, Answer, Server

T = TypeVar("T")
Parameters = list[tuple[str, str]]

_CHUNK_BYTES = 1 << 20
_LOOK_AGAIN_SECS = 0.2


class _Home(msgspec.Struct, frozen=True):
    reading: bool = False


class _NotesConflict(msgspec.Struct, frozen=True):
    current: Notes


class Questions:
    """Asks one server. Each question raises what the server's error means (RunNotFound, BadQuery …), and ServerUnusable where there is no answer, or
    one that this version cannot read."""

    def __init__(self, url: str) -> None:
        """Nothing is asked before the first question.

        Raises:
            Misuse: the URL is none of a server.
        """
        self._server = Server(url)
        self._is_whole = False

    @property
    def url(self) -> str:
        """The server's."""
        return self._server.url

    def get(self, path: str, kind: type[T], asked: Parameters | None = None) -> T:
        """The answer to a GET, as a value of this kind."""
        return self._read(self._ready().get(path, asked or []), path, kind)

    def post(self, path: str, said: Any, kind: type[T]) -> T:
        """The answer to a POST of what is said; fields that are None are left out."""
        plain = {name: value for name, value in msgspec.to_builtins(said).items() if value is not None}
        return self._read(self._ready().post(path, msgspec.json.encode(plain)), path, kind)

    def delete(self, path: str, asked: Parameters, kind: type[T]) -> T:
        """The answer to a DELETE."""
        return self._read(self._ready().delete(path, asked), path, kind)

    def get_frame(self, path: str, asked: Parameters, decode: Callable[[bytes], T]) -> T:
        """What `decode` makes of the bytes that answer a GET; it raises ValueError where they are none of its kind."""
        answer = self._ready().get(path, asked)
        if answer.status != 200:
            self._refuse(answer)
        try:
            return decode(answer.body)
        except UNDECODABLE as error:
            raise self._stranger(f"{path} did not answer with its binary frame: {error}") from error

    def get_chunks(self, path: str) -> Iterator[bytes]:
        """The bytes that answer a GET, a MiB at a time."""
        with self._ready().open(path) as response:
            if response.status != 200:
                self._refuse(Answer(response.status, response.headers.get_content_type(), response.read()))
            while chunk := response.read(_CHUNK_BYTES):
                yield chunk

    def close(self) -> None:
        """Let go of the connections. The next question opens new ones."""
        self._server.close()

    def _ready(self) -> Server:
        """The server, once it knows its whole home: one that has just begun would answer with less than there is."""
        deadline = time.monotonic() + ANSWER_TIMEOUT_SECS
        while not self._is_whole:
            answer = self._server.get("/api/home")
            self._is_whole = answer.status != 200 or not _is_reading(answer.body) or time.monotonic() >= deadline
            if not self._is_whole:
                time.sleep(_LOOK_AGAIN_SECS)
        return self._server

    def _read(self, answer: Answer, path: str, kind: type[T]) -> T:
        if answer.status != 200:
            self._refuse(answer)
        try:
            return msgspec.convert(from_json(msgspec.json.decode(answer.body)), kind)
        except UNDECODABLE as error:
            raise self._stranger(f"{path} did not answer with {kind.__name__.lstrip('_')}: {error}") from error

    def _refuse(self, answer: Answer) -> NoReturn:
        """Raise what the server's error means."""
        try:
            error = msgspec.json.decode(answer.body, type=ErrorAnswer).error
        except UNDECODABLE:
            raise self._stranger(f"it answered {answer.status} with {answer.media_type}") from None
        message = f"{error.message} {error.hint}".rstrip()
        match error.code:
            case "run_not_found":
                raise RunNotFound(message)
            case "artifact_not_found":
                raise ArtifactNotFound(message)
            case "comment_not_found":
                raise CommentNotFound(message)
            case "not_the_author":
                raise NotTheAuthor(message)
            case "view_not_found":
                raise ViewNotFound(message)
            case "bad_query" | "bad_parameter":
                raise BadQuery(message, error.text, error.start, error.end)
            case "bad_value":
                raise BadValue(message)
            case "bad_project":
                raise BadProject(message)
            case "sweep_not_found":
                raise SweepNotFound(message)
            case "notes_conflict":
                raise NotesConflict(msgspec.json.decode(answer.body, type=_NotesConflict).current)
            case "conflict":
                raise Conflict(message)
            case "blob_not_found":
                raise BlobDamaged(message)
            case "home_unusable":
                raise HomeUnusable(f"{self._server.url}: {message}")
        if answer.status == 400:
            raise Misuse(message)
        raise ServerUnusable(f"{self._server.url} refused with {answer.status}: {message}")

    def _stranger(self, reason: str) -> ServerUnusable:
        return ServerUnusable(
            f"{self._server.url} does not answer as this version of Runstone does ({reason}). "
            "Is the address that of `runstone ui`, and is it of the same version?"
        )


def _is_reading(body: bytes) -> bool:
    """Whether a server says that it is still reading its home. Who says anything else is asked the real question, and judged by its answer."""
    try:
        return msgspec.json.decode(body, type=_Home).reading
    except msgspec.DecodeError:
        return False
