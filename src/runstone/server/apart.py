"""Answers that processes beside the server make: who looks at curves does not wait for who sends, nor they for them, in one interpreter."""

from __future__ import annotations

import os
import queue

import msgspec
from starlette.responses import Response

from runstone.index.cache import MAX_BYTES
from runstone.model.child import Child
from runstone.model.home import Home
from runstone.model.scope import Scope

# Long questions to all of them must keep nobody else waiting: the server has threads.
_PATIENCE_SECS = 1.0


class Question(msgspec.Struct, frozen=True, array_like=True):
    """What is asked of which endpoint, by who may see what."""

    path: str
    ask: msgspec.Raw
    scope: Scope
    accept_encoding: str


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """A response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class ApartAnswers:
    """May be shared by threads. Each process answers one question at a time; one that was killed is begun again."""

    def __init__(self, home: Home) -> None:
        """
        Args:
            home: which a process beside keeps the index up of.
        """
        count = max(2, min(4, (os.cpu_count() or 1) // 2))
        arguments = "runstone.server.answering", str(home.path), str(MAX_BYTES // count)
        self._children = [Child(*arguments) for _ in range(count)]
        # The last one that was free is the first: what is asked one after the other finds what was decoded before.
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()
        for child in self._children:
            self._free.put(child)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Answer)

    @property
    def cpu_secs(self) -> float:
        """The processor time that they took."""
        return sum(child.cpu_secs for child in self._children)

    def begin(self) -> None:
        """Begin the processes now, so that the first questions need not wait for it."""
        for child in self._children:
            child.begin()

    def answer(self, path: str, ask: msgspec.Struct, scope: Scope, accept_encoding: str) -> Response | None:
        """The response to a question; None where the server has to answer it itself.

        Args:
            path: of the endpoint.
            ask: the question.
            scope: what whoever asks may see.
            accept_encoding: the header of the request.
        """
        question = Question(path, msgspec.Raw(self._encoder.encode(ask)), scope, accept_encoding)
        child = self._next()
        if child is None:
            return None
        try:
            told = child.ask(self._encoder.encode(question))
        finally:
            self._free.put(child)
        if not told:
            return None
        answer = self._decoder.decode(told)
        response = Response(answer.body, answer.status)
        response.raw_headers = answer.headers
        return response

    def _next(self) -> Child | None:
        """A process that is free; None where none is for a while."""
        try:
            return self._free.get(timeout=_PATIENCE_SECS)
        except queue.Empty:
            return None

    def close(self) -> None:
        """End the processes, once nobody asks any more."""
        for child in self._children:
            child.close()
