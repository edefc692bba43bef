"""The process that answers questions for `ApartAnswers`: `python -m runstone.server.answering HOME CACHE_BYTES`.

It only reads. What it cannot answer, and be it because it went wrong, is answered with nothing: then the server does so itself, with all that
belongs to it, from patience with runs that began a moment ago to the log.
"""

from __future__ import annotations

import logging
import sys

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from runstone.index.index import Index
from runstone.index.read_only import ReadOnlyIndex
from runstone.index.scopes import Scopes
from runstone.model import child
from runstone.model.home import Home
from runstone.server.apart import Answer, Question
from runstone.server.endpoint import Endpoint
from runstone.server.routes import alerts, columns, compare, console, histograms, media, metrics, panels, runs
from runstone.server.wire import StreamedResponse, json_response

LOG = logging.getLogger("runstone.answering")

_FAMILIES = (alerts, columns, compare, console, histograms, media, metrics, panels, runs)


class Seen:
    """What the functions of endpoints get here."""

    def __init__(self, index: Index) -> None:
        self.index = index


def main(home: str, cache_bytes: int) -> None:
    """Answer until the input ends."""
    logging.basicConfig(format="runstone: %(message)s")
    index = ReadOnlyIndex(Home(home), cache_bytes=cache_bytes)
    scopes = Scopes(index)
    endpoints = {each.path: each for family in _FAMILIES for each in family.ENDPOINTS if each.by_index}
    questions, answers = msgspec.msgpack.Decoder(Question), msgspec.msgpack.Encoder()

    def answer(request: bytes) -> bytes:
        question = questions.decode(request)
        try:
            return answers.encode(_answered(endpoints[question.path], scopes, question))
        except Exception as error:  # the outer loop of a process; the server meets the same fault and tells of it
            LOG.debug("%s is left to the server", question.path, exc_info=error)
            return b""

    child.serve(answer)
    scopes.close()
    index.close()


def _answered(endpoint: Endpoint, scopes: Scopes, question: Question) -> Answer:
    found = endpoint.function(Seen(scopes.of(question.scope)), msgspec.msgpack.decode(question.ask, type=endpoint.ask))
    if not isinstance(found, Response):
        found = json_response(found, Headers({"accept-encoding": question.accept_encoding}))
    body = b"".join(found.parts) if isinstance(found, StreamedResponse) else bytes(found.body)
    return Answer(found.status_code, found.raw_headers, body)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
